package io.flinkoperator.kubectl;

import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.kubectl.Output.Format;
import io.flinkoperator.kubectl.text.ClusterList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Lists FlinkClusters.",
        footer = {
            "",
            "Examples:",
            "  kubectl flink list",
            "  kubectl flink list -A -o wide",
            "  kubectl flink list -n shop -o name"
        })
final class ListVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Output output;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Those of all namespaces.")
    private boolean everywhere;

    ListVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Format format = output.among(Format.WIDE, Format.JSON, Format.YAML, Format.NAME);
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            List<FlinkCluster> clusters = kubernetes.clusters(everywhere);
            if (output.shows(
                    Map.of("apiVersion", "v1", "kind", "List", "items", clusters), shell)) {
                return Failure.NONE;
            }
            if (format == Format.NAME) {
                clusters.forEach(
                        it -> shell.out().println(Name.PREFIX + it.getMetadata().getName()));
            } else if (clusters.isEmpty()) {
                shell.say(
                        everywhere
                                ? "There is no FlinkCluster."
                                : "There is no FlinkCluster in namespace '"
                                        + kubernetes.namespace()
                                        + "'.");
            } else {
                var list = new ClusterList(format == Format.WIDE, everywhere, shell.now());
                shell.print(list.lines(clusters, shell.ink()));
            }
            return Failure.NONE;
        }
    }
}
