package io.flinkoperator.kubectl;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.kubectl.Output.Format;
import io.flinkoperator.kubectl.text.History;
import io.flinkoperator.kubectl.text.Portrait;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "history",
        description =
                "Shows what was done to a job, and the revisions that there are to go back to.",
        footer = {
            "",
            "Examples:",
            "  kubectl flink history orders",
            "  kubectl flink history orders -o json"
        })
final class HistoryVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Output output;
    @Mixin private Name name;

    HistoryVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        output.among(Format.JSON, Format.YAML);
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            FlinkCluster cluster = kubernetes.cluster(name.name);
            Portrait portrait = Portrait.of(cluster);
            if (!output.shows(portrait.status().history(), shell)) {
                shell.print(
                        History.lines(
                                portrait,
                                revisions(kubernetes, cluster),
                                shell.now(),
                                shell.ink()));
            }
            return Failure.NONE;
        }
    }

    static List<ControllerRevision> revisions(Kubernetes kubernetes, FlinkCluster cluster) {
        return kubernetes.owned(cluster).stream()
                .filter(ControllerRevision.class::isInstance)
                .map(ControllerRevision.class::cast)
                .toList();
    }
}
