package io.loadplane.kubernetes.manifest;

import io.kubernetes.client.openapi.models.V1ConfigMapProjection;
import io.kubernetes.client.openapi.models.V1ConfigMapVolumeSource;
import io.kubernetes.client.openapi.models.V1EmptyDirVolumeSource;
import io.kubernetes.client.openapi.models.V1KeyToPath;
import io.kubernetes.client.openapi.models.V1ProjectedVolumeSource;
import io.kubernetes.client.openapi.models.V1SecretVolumeSource;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import io.kubernetes.client.openapi.models.V1VolumeProjection;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.loadtest.Settings;
import java.util.ArrayList;
import java.util.List;

/** Where files come from and go to in the pods of a run. The root file system is read-only. */
final class PodVolumes {

    static final String AGENT = "/loadplane/agent";
    static final String BUNDLE = "/loadplane/bundle";
    static final String CODE = "/loadplane/code";
    static final String PACKAGES = "/loadplane/packages";
    static final String PIP = "/loadplane/pip";

    private final Deployment deployment;
    private final RunNames names;
    private final boolean packages;
    private final int codeParts;

    PodVolumes(Deployment deployment) {
        this.deployment = deployment;
        this.names = new RunNames(deployment.id());
        this.packages = !deployment.source().requirementLines().isEmpty();
        this.codeParts = CodeParts.count(deployment.source());
    }

    List<V1Volume> all() {
        List<V1Volume> volumes = new ArrayList<>();
        volumes.add(
                new V1Volume().name("loadplane-agent").configMap(new V1ConfigMapVolumeSource().name(names.agent())));
        volumes.add(new V1Volume().name("loadplane-bundle").projected(bundle()));
        volumes.add(empty("loadplane-code"));
        volumes.add(empty("loadplane-tmp"));
        if (packages) {
            volumes.add(empty("loadplane-packages"));
            String config = deployment.target().pods().pipConfigSecret();
            if (config != null) {
                volumes.add(new V1Volume().name("loadplane-pip").secret(new V1SecretVolumeSource().secretName(config)));
            }
        }
        List<Settings.Mount> mounts = deployment.settings().mounts();
        for (int i = 0; i < mounts.size(); i++) {
            volumes.add(volume("mount-" + i, mounts.get(i)));
        }
        return volumes;
    }

    List<V1VolumeMount> ofLocust() {
        List<V1VolumeMount> mounts = new ArrayList<>(List.of(
                readOnly("loadplane-agent", AGENT),
                readOnly("loadplane-bundle", BUNDLE),
                new V1VolumeMount().name("loadplane-code").mountPath(CODE),
                new V1VolumeMount().name("loadplane-tmp").mountPath("/tmp")));
        if (packages) {
            mounts.add(readOnly("loadplane-packages", PACKAGES));
        }
        List<Settings.Mount> wanted = deployment.settings().mounts();
        for (int i = 0; i < wanted.size(); i++) {
            mounts.add(readOnly("mount-" + i, wanted.get(i).path()));
        }
        return mounts;
    }

    List<V1VolumeMount> ofInstaller() {
        List<V1VolumeMount> mounts = new ArrayList<>(List.of(
                readOnly("loadplane-agent", AGENT),
                new V1VolumeMount().name("loadplane-packages").mountPath(PACKAGES),
                new V1VolumeMount().name("loadplane-tmp").mountPath("/tmp")));
        if (deployment.target().pods().pipConfigSecret() != null) {
            mounts.add(readOnly("loadplane-pip", PIP));
        }
        return mounts;
    }

    /** All parts in one folder; the agent puts them together in the order of their names. */
    private V1ProjectedVolumeSource bundle() {
        List<V1VolumeProjection> parts = new ArrayList<>();
        for (int part = 0; part < codeParts; part++) {
            parts.add(new V1VolumeProjection()
                    .configMap(new V1ConfigMapProjection()
                            .name(names.code(part))
                            .items(List.of(new V1KeyToPath().key(CodeParts.KEY).path("%03d".formatted(part))))));
        }
        return new V1ProjectedVolumeSource().sources(parts);
    }

    private static V1Volume volume(String name, Settings.Mount mount) {
        V1Volume volume = new V1Volume().name(name);
        return mount.secret() == null
                ? volume.configMap(new V1ConfigMapVolumeSource().name(mount.configMap()))
                : volume.secret(new V1SecretVolumeSource().secretName(mount.secret()));
    }

    private static V1Volume empty(String name) {
        return new V1Volume().name(name).emptyDir(new V1EmptyDirVolumeSource());
    }

    private static V1VolumeMount readOnly(String name, String path) {
        return new V1VolumeMount().name(name).mountPath(path).readOnly(true);
    }
}
