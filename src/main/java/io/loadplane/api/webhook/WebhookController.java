package io.loadplane.api.webhook;

import static io.loadplane.api.request.JsonBody.bytes;

import com.google.re2j.Pattern;
import io.loadplane.api.problem.AnswersProblems;
import io.loadplane.api.request.Cursor;
import io.loadplane.api.request.JsonBody;
import io.loadplane.api.request.Parameters;
import io.loadplane.api.request.RecordReader;
import io.loadplane.api.request.Versions;
import io.loadplane.model.Findings;
import io.loadplane.model.access.Caller;
import io.loadplane.model.webhook.Webhook;
import io.loadplane.model.webhook.WebhookDraft;
import io.loadplane.model.webhook.WebhookId;
import io.loadplane.service.WebhookService;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
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

/** Webhooks. */
@Controller("/webhooks")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Webhooks", description = "Who is told what happens.")
@AnswersProblems
class WebhookController {

    private static final Pattern KEY = Pattern.compile("hook-[0-9a-z]{26}");
    private static final Pattern DELIVERY_KEY = Pattern.compile("dlv-[0-9a-z]{26}");

    private final WebhookService webhooks;

    WebhookController(WebhookService webhooks) {
        this.webhooks = webhooks;
    }

    /**
     * Create a webhook.
     * Bodies are posted at least once, until the receiver answers 2xx, for about a day. Their signature is the hexadecimal
     * HMAC-SHA256, under the secret, of the header Loadplane-Timestamp, a dot and the body; it stands behind "v1=" in the
     * header Loadplane-Signature. Loadplane-Delivery is the same at each attempt.
     */
    @Post
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = WebhookRequest.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The webhook was stored.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = WebhookView.class)))
    HttpResponse<WebhookView> createWebhook(HttpRequest<byte[]> request, Caller caller) {
        Findings findings = new Findings();
        WebhookService.Created created = webhooks.create(read(request, findings), caller, findings);
        return respond(HttpStatus.CREATED, created.webhook(), created.secret());
    }

    /**
     * List webhooks.
     * Newest first.
     *
     * @param limit how many at most, 1 to 200
     * @param cursor where to read on: next_cursor of the page before
     */
    @Get
    WebhookView.WebhookPage listWebhooks(
            @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor, Caller caller) {
        return WebhookView.pageOf(webhooks.list(Cursor.page(limit, cursor, KEY), caller));
    }

    /**
     * Read a webhook.
     *
     * @param id id of the webhook
     */
    @Get("/{id}")
    @ApiResponse(
            responseCode = "200",
            description = "The webhook; its ETag is what If-Match takes.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = WebhookView.class)))
    HttpResponse<WebhookView> getWebhook(String id, Caller caller) {
        return respond(HttpStatus.OK, webhooks.find(webhookId(id), caller), null);
    }

    /**
     * Change a webhook.
     * Replaces it as a whole, but for what it is told of, and for its secret when none is given. What waits to be delivered
     * goes to the new URL.
     *
     * @param id id of the webhook
     * @param ifMatch the ETag of your last read
     */
    @Put("/{id}")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = WebhookRequest.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The webhook as it is now.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = WebhookView.class)))
    HttpResponse<WebhookView> reviseWebhook(
            String id,
            @Nullable @Header(HttpHeaders.IF_MATCH) String ifMatch,
            HttpRequest<byte[]> request,
            Caller caller) {
        int version = Versions.ifMatch(ifMatch);
        Findings findings = new Findings();
        WebhookDraft draft = read(request, findings);
        return respond(HttpStatus.OK, webhooks.revise(webhookId(id), draft, version, caller, findings), null);
    }

    /**
     * Delete a webhook.
     * What waits to be delivered is not delivered any more, and the log of its deliveries goes with it.
     *
     * @param id id of the webhook
     */
    @Delete("/{id}")
    @Status(HttpStatus.NO_CONTENT)
    void deleteWebhook(String id, Caller caller) {
        webhooks.delete(webhookId(id), caller);
    }

    /**
     * Try a webhook out.
     * Sends the event "test" once, now, and tells what came of it.
     *
     * @param id id of the webhook
     */
    @Post("/{id}/test")
    @Consumes
    DeliveryView testWebhook(String id, Caller caller) {
        return DeliveryView.of(webhooks.test(webhookId(id), caller));
    }

    /**
     * List deliveries of a webhook.
     * Newest first, with every attempt; kept for 30 days unless the settings say otherwise.
     *
     * @param id id of the webhook
     * @param limit how many at most, 1 to 200
     * @param cursor where to read on: next_cursor of the page before
     */
    @Get("/{id}/deliveries")
    DeliveryView.DeliveryPage listDeliveries(
            String id, @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor, Caller caller) {
        return DeliveryView.pageOf(
                webhooks.deliveries(webhookId(id), Cursor.page(limit, cursor, DELIVERY_KEY), caller));
    }

    private static WebhookDraft read(HttpRequest<byte[]> request, Findings findings) {
        return new RecordReader(findings)
                .read(JsonBody.parse(bytes(request)), WebhookRequest.class)
                .toDraft(findings);
    }

    private static HttpResponse<WebhookView> respond(HttpStatus status, Webhook webhook, @Nullable String secret) {
        return HttpResponse.status(status)
                .body(WebhookView.of(webhook, secret))
                .header(HttpHeaders.ETAG, Versions.etag(webhook.version()))
                .header(HttpHeaders.LOCATION, "/webhooks/" + webhook.id());
    }

    private static WebhookId webhookId(String id) {
        return Parameters.id("webhook", id, WebhookId::new);
    }
}
