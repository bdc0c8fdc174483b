package io.loadplane.kubernetes.manifest;

import io.kubernetes.client.openapi.models.V1Capabilities;
import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1SeccompProfile;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import java.util.List;

/** The security contexts without which the restricted Pod Security Standard lets no pod in. */
public final class RestrictedSecurity {

    private RestrictedSecurity() {}

    public static V1PodSecurityContext ofPod() {
        return new V1PodSecurityContext()
                .runAsNonRoot(true)
                .seccompProfile(new V1SeccompProfile().type("RuntimeDefault"));
    }

    public static V1SecurityContext ofContainer() {
        return new V1SecurityContext()
                .allowPrivilegeEscalation(false)
                .capabilities(new V1Capabilities().drop(List.of("ALL")));
    }
}
