package io.loadplane.api.credential;

import static io.loadplane.api.request.JsonBody.bytes;

import com.google.re2j.Pattern;
import io.loadplane.api.problem.AnswersProblems;
import io.loadplane.api.request.Cursor;
import io.loadplane.api.request.JsonBody;
import io.loadplane.api.request.Parameters;
import io.loadplane.api.request.RecordReader;
import io.loadplane.api.request.Versions;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialDraft;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.service.CredentialService;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Cluster credentials. */
@Controller("/cluster-credentials")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Cluster credentials", description = "How clusters are reached; what is secret in them is never shown.")
@AnswersProblems
class CredentialController {

    private static final Pattern KEY = Pattern.compile(".{1,100}");

    private final CredentialService credentials;

    CredentialController(CredentialService credentials) {
        this.credentials = credentials;
    }

    /**
     * Store a cluster credential.
     * It is taken apart and checked first; whether the cluster accepts it, verify tells.
     */
    @Post
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = CredentialRequest.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The credential was stored.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CredentialView.class)))
    HttpResponse<CredentialView> createCredential(HttpRequest<byte[]> request, Caller caller) {
        Findings findings = new Findings();
        return respond(HttpStatus.CREATED, credentials.create(read(request, findings), caller, findings), caller);
    }

    /**
     * List cluster credentials.
     * By name.
     *
     * @param limit how many at most, 1 to 200
     * @param cursor where to read on: next_cursor of the page before
     */
    @Get
    CredentialView.CredentialPage listCredentials(
            @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor, Caller caller) {
        return CredentialView.pageOf(
                credentials.list(Cursor.page(limit, cursor, KEY), caller), caller.reach(Action.SEE));
    }

    /**
     * Read a cluster credential.
     *
     * @param id id of the credential
     */
    @Get("/{id}")
    @ApiResponse(
            responseCode = "200",
            description = "The credential; its ETag is what If-Match takes.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CredentialView.class)))
    HttpResponse<CredentialView> getCredential(String id, Caller caller) {
        return respond(HttpStatus.OK, credentials.find(credentialId(id), caller), caller);
    }

    /**
     * Rotate a cluster credential.
     * Makes a new version, which holds at once, for runs under way too.
     *
     * @param id id of the credential
     * @param ifMatch the ETag of your last read
     */
    @Put("/{id}")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = CredentialRequest.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The credential as it is now.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CredentialView.class)))
    HttpResponse<CredentialView> rotateCredential(
            String id,
            @Nullable @Header(HttpHeaders.IF_MATCH) String ifMatch,
            HttpRequest<byte[]> request,
            Caller caller) {
        int version = Versions.ifMatch(ifMatch);
        Findings findings = new Findings();
        ClusterCredential rotated =
                credentials.rotate(credentialId(id), read(request, findings), version, caller, findings);
        return respond(HttpStatus.OK, rotated, caller);
    }

    /**
     * Delete a cluster credential.
     * Refused while an environment or a run needs it.
     *
     * @param id id of the credential
     */
    @Delete("/{id}")
    @Status(HttpStatus.NO_CONTENT)
    void deleteCredential(String id, Caller caller) {
        credentials.delete(credentialId(id), caller);
    }

    /**
     * Try a cluster credential out.
     * Looks at the cluster's version, every permission that a run needs, quotas, limits and pod security.
     *
     * @param id id of the credential
     * @param namespace where; left out for that of the first environment that uses it
     * @param probe whether to start one small pod, to see which way leads to it, and remove it again
     */
    @Post("/{id}/verify")
    VerificationView verifyCredential(
            String id, @Nullable @QueryValue String namespace, @Nullable @QueryValue Boolean probe, Caller caller) {
        return VerificationView.of(credentials.verify(
                credentialId(id),
                Parameters.dnsLabelOrNull("namespace", namespace),
                Boolean.TRUE.equals(probe),
                caller));
    }

    /**
     * Read the permissions that runs need.
     * YAML to apply, bound to the identity of the credential. The cluster is asked for it; while it is away, the name in the
     * credential does if there is one (that of a service account, or in a client certificate).
     *
     * @param id id of the credential
     * @param namespace where; left out for that of the first environment that uses it
     * @param bootstrap whether to make a ServiceAccount with a token too
     */
    @Get("/{id}/rbac")
    @Produces("text/plain")
    String getPermissions(
            String id, @Nullable @QueryValue String namespace, @Nullable @QueryValue Boolean bootstrap, Caller caller) {
        return credentials.permissions(
                credentialId(id),
                Parameters.dnsLabelOrNull("namespace", namespace),
                Boolean.TRUE.equals(bootstrap),
                caller);
    }

    /**
     * Read the permissions that runs need on a cluster to which no credential leads yet.
     * YAML to apply with a kubectl of your own, bound to a new ServiceAccount with a token. Its last line is the command that
     * prints the kubeconfig to store as a credential.
     *
     * @param namespace where; it must be there when the YAML is applied
     * @param bootstrap true, which is also the default: without a credential there is no other identity
     */
    @Get("/rbac")
    @Produces("text/plain")
    String getBootstrapPermissions(
            @QueryValue String namespace, @Nullable @QueryValue Boolean bootstrap, Caller caller) {
        if (Boolean.FALSE.equals(bootstrap)) {
            throw new InvalidRequest(Finding.inParameter(
                    "bootstrap",
                    "identity_missing",
                    "bootstrap is false, but without a credential there is no identity to bind the permissions to; leave it"
                            + " out, or call GET /cluster-credentials/{id}/rbac"));
        }
        return credentials.permissions(Parameters.dnsLabel("namespace", namespace), caller);
    }

    /**
     * List what runs left behind.
     * Objects of this Loadplane whose runs are over or unknown; they are removed after a grace time. A conflict while the
     * cluster is away.
     *
     * @param id id of the credential
     */
    @Get("/{id}/orphans")
    OrphansView listOrphans(String id, Caller caller) {
        return OrphansView.of(credentials.orphans(credentialId(id), caller));
    }

    private static CredentialDraft read(HttpRequest<byte[]> request, Findings findings) {
        CredentialRequest read =
                new RecordReader(findings).read(JsonBody.parse(bytes(request)), CredentialRequest.class);
        // Which fields are needed depends on the kind; without one nothing more can be said.
        if (read.kind() == null) {
            findings.throwIfAny();
        }
        return read.toDraft();
    }

    private static HttpResponse<CredentialView> respond(
            HttpStatus status, ClusterCredential credential, Caller caller) {
        return HttpResponse.status(status)
                .body(CredentialView.of(credential, caller.reach(Action.SEE)))
                .header(HttpHeaders.ETAG, Versions.etag(credential.version()))
                .header(HttpHeaders.LOCATION, "/cluster-credentials/" + credential.id());
    }

    private static CredentialId credentialId(String id) {
        return Parameters.id("cluster credential", id, CredentialId::new);
    }
}
