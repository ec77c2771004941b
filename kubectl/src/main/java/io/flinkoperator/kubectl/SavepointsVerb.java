package io.flinkoperator.kubectl;

import io.flinkoperator.kubectl.Output.Format;
import io.flinkoperator.kubectl.text.Portrait;
import io.flinkoperator.kubectl.text.SavepointList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "savepoints",
        description = "Lists the savepoints of a job that exist, the newest first.",
        footer = {
            "",
            "Examples:",
            "  kubectl flink savepoints orders",
            "  kubectl flink savepoints orders -o json"
        })
final class SavepointsVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Output output;
    @Mixin private Name name;

    SavepointsVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        output.among(Format.JSON, Format.YAML);
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            Portrait portrait = Portrait.of(kubernetes.cluster(name.name));
            if (!output.shows(portrait.status().savepoints(), shell)) {
                shell.print(SavepointList.lines(portrait, shell.now(), shell.ink()));
            }
            return Failure.NONE;
        }
    }
}
