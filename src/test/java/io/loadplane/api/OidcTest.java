package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.IdentityProvider;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users of an OIDC provider call with its tokens; whatever is wrong with one, it opens nothing. */
class OidcTest {

    private static final String ISSUER = "https://id.example";
    private static final IdentityProvider PROVIDER = new IdentityProvider();
    private static final Map<String, Object> SETTINGS = Map.of(
            "loadplane.oidc.enabled",
            true,
            "loadplane.oidc.issuer",
            ISSUER,
            "loadplane.oidc.audience",
            "loadplane",
            "loadplane.oidc.jwks-url",
            PROVIDER.keys(),
            "loadplane.oidc.roles-claim",
            "realm_access.roles",
            "loadplane.oidc.grants",
            "admins=platform; shop=tester@local; guests=viewer@elsewhere;"
                    + "both=platform@local; both=viewer@elsewhere");
    private static final TestService SERVICE = TestService.start(SETTINGS);

    @AfterAll
    static void stop() {
        SERVICE.close();
        PROVIDER.close();
    }

    @Test
    void groups_become_roles() {
        Api admin = SERVICE.caller(PROVIDER.sign(claims("admins").build()));
        Api tester = SERVICE.caller(PROVIDER.sign(claims("shop", "unheard-of").build()));
        Api guest = SERVICE.caller(PROVIDER.sign(claims("guests").build()));
        Api nobody = SERVICE.caller(PROVIDER.sign(claims().build()));

        String id = tester.post("/loadtests", Requests.loadTest())
                .json(201)
                .path("id")
                .asText();

        admin.get("/tokens").json(200);
        tester.get("/tokens").json(403);
        guest.get("/loadtests/" + id).json(404);
        nobody.get("/loadtests/" + id).json(404);
        assertThat(nobody.get("/loadtests").json(200).path("items")).isEmpty();
    }

    /** Else whoever may look at an environment could run anything on its cluster. */
    @Test
    void a_cluster_that_is_only_seen_elsewhere_is_not_given_to_an_environment() {
        Api admin = SERVICE.api();
        String credential = Credentials.store(admin);
        admin.post(
                        "/environments",
                        Map.of("name", "elsewhere", "cluster_credential_id", credential, "namespace", "load"))
                .json(201);
        JsonNode local = admin.get("/environments")
                .json(200)
                .path("items")
                .valueStream()
                .filter(item -> item.path("name").asText().equals("local"))
                .findFirst()
                .orElseThrow();
        ObjectNode wanted = local.<ObjectNode>deepCopy()
                .without(List.of("id", "version", "target_hosts_enforced_by", "created_at", "updated_at"));
        Api both = SERVICE.caller(PROVIDER.sign(claims("both").build()));
        both.get("/cluster-credentials/" + credential).json(200);

        JsonNode problem = both.put(
                        "/environments/" + local.path("id").asText(),
                        wanted.put("cluster_credential_id", credential),
                        "If-Match",
                        "\"1\"")
                .json(400);

        assertThat(problem.path("errors").path(0).path("code").asText()).isEqualTo("credential_not_allowed");
        assertThat(problem.path("errors").path(0).path("message").asText()).contains("takes the role platform");
    }

    @Test
    void what_a_user_does_bears_the_name_of_the_claim() {
        Api user = SERVICE.caller(
                PROVIDER.sign(claims("shop").claim("preferred_username", "ada").build()));

        assertThat(author(user)).isEqualTo("ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bootstrap", "token:ci", "schedule nightly", "engine", "oidc:1", " ", "a\nb", "a\0b"})
    void nobody_names_themselves_like_another_kind_of_caller(String name) {
        Api user = SERVICE.caller(
                PROVIDER.sign(claims("shop").claim("preferred_username", name).build()));

        assertThat(author(user)).isEqualTo("oidc:u-1");
    }

    @Test
    void api_tokens_go_on_beside_it() {
        String made = SERVICE.api()
                .post("/tokens", Map.of("name", "ci", "role", "viewer"))
                .json(201)
                .path("token")
                .asText();

        SERVICE.caller(made).get("/runs").json(200);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void a_token_with_anything_wrong_opens_nothing(String what, String token) {
        JsonNode problem = SERVICE.caller(token).get("/runs").json(401);

        assertThat(problem.path("code").asText()).isEqualTo("unauthorized");
    }

    static Stream<Arguments> wrong() {
        Date gone = Date.from(Instant.now().minusSeconds(5));
        Date soon = Date.from(Instant.now().plusSeconds(60));
        JWTClaimsSet right = claims("admins").build();
        SERVICE.caller(PROVIDER.sign(right)).get("/runs").json(200);
        return Stream.of(
                Arguments.of("issuer", signed(claims("admins").issuer("https://other.example"))),
                Arguments.of("no issuer", signed(claims("admins").issuer(null))),
                Arguments.of("empty issuer", signed(claims("admins").issuer(""))),
                Arguments.of("end of the issuer", signed(claims("admins").issuer("example"))),
                Arguments.of("audience", signed(claims("admins").audience("other"))),
                Arguments.of("no audience", signed(claims("admins").audience((String) null))),
                Arguments.of("no subject", signed(claims("admins").subject(null))),
                Arguments.of("blank subject", signed(claims("admins").subject(" "))),
                Arguments.of("NUL in the subject", signed(claims("admins").subject("u\0001"))),
                Arguments.of("expired", signed(claims("admins").expirationTime(gone))),
                Arguments.of("never expires", signed(claims("admins").expirationTime(null))),
                Arguments.of("not yet valid", signed(claims("admins").notBeforeTime(soon))),
                Arguments.of("signature", PROVIDER.forge(right)),
                Arguments.of("unknown key", PROVIDER.signUnderUnknownName(right)),
                Arguments.of("algorithm none", IdentityProvider.unsigned(right)),
                Arguments.of("confused algorithm", PROVIDER.confuse(right)),
                Arguments.of("cut off", PROVIDER.sign(right).replaceFirst("[^.]*$", "")));
    }

    private static String signed(JWTClaimsSet.Builder claims) {
        return PROVIDER.sign(claims.build());
    }

    @Test
    void while_there_never_were_keys_callers_are_asked_to_come_again() {
        Map<String, Object> settings = new HashMap<>(SETTINGS);
        settings.put("loadplane.oidc.jwks-url", "http://127.0.0.1:1/keys");
        try (TestService service = TestService.start(settings)) {
            Api.Answer answer =
                    service.caller(PROVIDER.sign(claims("admins").build())).get("/runs");

            assertThat(answer.json(503).path("code").asText()).isEqualTo("identity_provider_unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("5");
            service.api().get("/runs").json(200);
        }
    }

    @Test
    void without_a_provider_in_the_settings_its_tokens_open_nothing() {
        JWTClaimsSet right = claims("admins").build();

        for (String token : List.of(PROVIDER.sign(right), IdentityProvider.unsigned(right))) {
            TestService.shared().caller(token).get("/runs").json(401);
        }
    }

    private static String author(Api user) {
        String id = user.post("/loadtests", Requests.loadTest())
                .json(201)
                .path("id")
                .asText();
        return user.get("/loadtests/" + id + "/revisions/1")
                .json(200)
                .path("created_by")
                .asText();
    }

    private static JWTClaimsSet.Builder claims(String... groups) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("loadplane")
                .subject("u-1")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("realm_access", Map.of("roles", List.of(groups)));
    }
}
