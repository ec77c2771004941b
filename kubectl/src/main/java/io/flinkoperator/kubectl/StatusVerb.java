package io.flinkoperator.kubectl;

import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.kubectl.Output.Format;
import io.flinkoperator.kubectl.text.Portrait;
import io.flinkoperator.kubectl.text.StatusTree;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = {
            "Shows a cluster, its pods and its job, what is under way, and the latest events.",
            "Its exit code is 1 unless the cluster is Ready."
        },
        footer = {
            "",
            "Examples:",
            "  kubectl flink status orders",
            "  kubectl flink status orders -o yaml"
        })
final class StatusVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Output output;
    @Mixin private Name name;

    StatusVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        output.among(Format.JSON, Format.YAML);
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            FlinkCluster cluster = kubernetes.cluster(name.name);
            Portrait portrait = Portrait.of(cluster);
            if (!output.shows(cluster, shell)) {
                StatusTree tree =
                        new StatusTree(
                                portrait,
                                kubernetes.pods(name.name),
                                kubernetes.events(name.name),
                                shell.now());
                shell.print(tree.lines(shell.ink()));
            }
            return portrait.is("Ready") ? Failure.NONE : Failure.UNHEALTHY;
        }
    }
}
