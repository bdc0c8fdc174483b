package io.loadplane.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What has to be applied to a cluster before runs can happen there. */
@Command(
        name = "rbac",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the permissions that runs need in a namespace of a Kubernetes cluster, for kubectl apply -f -.",
            "They are given to a new ServiceAccount; the last line is the command that prints its kubeconfig, which is what"
                    + " POST /cluster-credentials takes."
        })
final class RbacCommand implements Callable<Integer> {

    @Option(names = "--namespace", required = true, paramLabel = "NAME", description = "Where runs shall happen.")
    private String namespace = "";

    @Mixin
    private final AccessOptions service = new AccessOptions();

    @Override
    public Integer call() throws InterruptedException {
        String name = URLEncoder.encode(namespace, StandardCharsets.UTF_8);
        service.api().copy("/cluster-credentials/rbac?bootstrap=true&namespace=" + name, service.out());
        return Exit.DONE.code();
    }
}
