package io.flinkoperator.kubectl;

import io.flinkoperator.core.decide.Control;
import io.flinkoperator.kubectl.text.Portrait;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "abort",
        description = {
            "Ends what the operator is doing to a job: a savepoint, an update, a new start.",
            "An update is given up for the revision before; a new start leaves the job cancelled."
        },
        footer = {"", "Examples:", "  kubectl flink abort orders --wait"})
final class AbortVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Waiting waiting;
    @Mixin private Name name;

    AbortVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            Request request = new Request(shell, kubernetes, name.name);
            Portrait before = request.jobCluster();
            request.say(Control.ABORT);
            shell.say("What is under way in " + before.fullName() + " is to be aborted.");
            if (waiting.isWanted) {
                Portrait after = request.awaitWord(Control.ABORT, waiting.timeout);
                shell.say("It is aborted; the job is " + after.jobState().word() + ".");
            }
            return Failure.NONE;
        }
    }
}
