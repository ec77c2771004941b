package io.flinkoperator.kubectl;

import io.flinkoperator.api.SavepointStatus;
import io.flinkoperator.core.decide.Control;
import io.flinkoperator.kubectl.text.Portrait;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "savepoint",
        description = {
            "Has a savepoint taken of a running job, into its folder for savepoints.",
            "With --wait its path is printed, and nothing else on standard output."
        },
        footer = {
            "",
            "Examples:",
            "  kubectl flink savepoint orders",
            "  path=$(kubectl flink savepoint orders --wait --timeout 5m)"
        })
final class SavepointVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Waiting waiting;
    @Mixin private Name name;

    SavepointVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            Request request = new Request(shell, kubernetes, name.name);
            String cluster = request.jobCluster().fullName();
            request.say(Control.SAVEPOINT);
            if (!waiting.isWanted) {
                shell.say("A savepoint of " + cluster + " is asked for.");
                return Failure.NONE;
            }
            Portrait done = request.awaitWord(Control.SAVEPOINT, waiting.timeout);
            shell.out().println(path(done));
            return Failure.NONE;
        }
    }

    private static String path(Portrait done) {
        return Optional.ofNullable(done.status().savepoint())
                .map(SavepointStatus::location)
                .orElseThrow(() -> Failure.of("The status does not say where the savepoint is."));
    }
}
