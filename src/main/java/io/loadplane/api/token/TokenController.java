package io.loadplane.api.token;

import static io.loadplane.api.request.JsonBody.bytes;

import com.google.re2j.Pattern;
import io.loadplane.api.problem.AnswersProblems;
import io.loadplane.api.request.Cursor;
import io.loadplane.api.request.JsonBody;
import io.loadplane.api.request.Parameters;
import io.loadplane.api.request.RecordReader;
import io.loadplane.model.Findings;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.loadplane.model.access.TokenId;
import io.loadplane.service.TokenService;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** API tokens. */
@Controller("/tokens")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Tokens", description = "Who may call from outside, and what they may do.")
@AnswersProblems
class TokenController {

    private static final Pattern KEY = Pattern.compile("tok-[0-9a-z]{26}");

    private final TokenService tokens;
    private final Clock clock;

    TokenController(TokenService tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Create a token.
     * The answer holds the token itself, this once; only a hash of it is kept.
     */
    @Post
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = TokenRequest.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The token was made.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = TokenView.class)))
    HttpResponse<TokenView> createToken(HttpRequest<byte[]> request, Caller caller) {
        Findings findings = new Findings();
        TokenRequest read = new RecordReader(findings).read(JsonBody.parse(bytes(request)), TokenRequest.class);
        // Without a role nothing more can be said.
        if (read.role() == null) {
            findings.throwIfAny();
        }
        TokenService.Created created = tokens.create(read.toDraft(), caller, findings);
        TokenView view =
                TokenView.of(created.token(), caller.reach(Action.MANAGE_TOKENS), clock.instant(), created.text());
        return HttpResponse.created(view, URI.create("/tokens/" + view.id()));
    }

    /**
     * List tokens.
     * Newest first, those that are expired or revoked too; never the tokens themselves.
     *
     * @param limit how many at most, 1 to 200
     * @param cursor where to read on: next_cursor of the page before
     */
    @Get
    TokenView.TokenPage listTokens(
            @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor, Caller caller) {
        return TokenView.pageOf(
                tokens.list(Cursor.page(limit, cursor, KEY), caller),
                caller.reach(Action.MANAGE_TOKENS),
                clock.instant());
    }

    /**
     * Read a token.
     * Never the token itself.
     *
     * @param id id of the token
     */
    @Get("/{id}")
    TokenView getToken(String id, Caller caller) {
        return TokenView.of(
                tokens.find(tokenId(id), caller), caller.reach(Action.MANAGE_TOKENS), clock.instant(), null);
    }

    /**
     * Revoke a token.
     * It opens nothing any more, on any replica within five seconds. Revoking again changes nothing.
     *
     * @param id id of the token
     */
    @Delete("/{id}")
    @Status(HttpStatus.NO_CONTENT)
    void revokeToken(String id, Caller caller) {
        tokens.revoke(tokenId(id), caller);
    }

    private static TokenId tokenId(String id) {
        return Parameters.id("token", id, TokenId::new);
    }
}
