package io.loadplane.model.loadtest;

import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Requests and limits must be Kubernetes quantities, and no request may be above its limit. */
final class ResourceRules {

    private ResourceRules() {}

    static void check(RoleResources resources, Findings findings) {
        check("/resources/master", resources.master(), findings);
        check("/resources/worker", resources.worker(), findings);
    }

    private static void check(String pointer, RoleResources.Resources resources, Findings findings) {
        checkQuantities(pointer + "/requests", resources.requests(), findings);
        checkQuantities(pointer + "/limits", resources.limits(), findings);
        resources.requests().forEach((name, requested) -> {
            Optional<BigDecimal> request = Quantity.parse(requested);
            Optional<BigDecimal> limit =
                    Optional.ofNullable(resources.limits().get(name)).flatMap(Quantity::parse);
            if (request.isPresent() && limit.isPresent() && request.get().compareTo(limit.get()) > 0) {
                findings.error(
                        pointer + "/requests" + Finding.step(name),
                        "request_above_limit",
                        "the request %s is above the limit %s"
                                .formatted(requested, resources.limits().get(name)));
            }
        });
    }

    private static void checkQuantities(String pointer, Map<String, String> quantities, Findings findings) {
        quantities.forEach((name, text) -> {
            if (Quantity.parse(text).isEmpty()) {
                findings.error(
                        pointer + Finding.step(name),
                        "malformed_quantity",
                        "\"%s\" is not a Kubernetes quantity; write it like \"500m\", \"2\" or \"256Mi\""
                                .formatted(text));
            }
        });
    }
}
