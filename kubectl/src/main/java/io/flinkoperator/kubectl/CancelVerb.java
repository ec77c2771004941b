package io.flinkoperator.kubectl;

import io.flinkoperator.core.decide.Control;
import io.flinkoperator.kubectl.text.Portrait;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "cancel",
        description = {
            "Stops a job, with a savepoint if there is a folder for it; resume takes that back.",
            "What becomes of the pods is said by cleanupPolicy.afterJobCancelled."
        },
        footer = {"", "Examples:", "  kubectl flink cancel orders --wait"})
final class CancelVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Waiting waiting;
    @Mixin private Name name;

    CancelVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            Request request = new Request(shell, kubernetes, name.name);
            Portrait before = request.jobCluster();
            if (before.jobState().isOver()) {
                shell.say("The job is over already: " + before.jobState().word() + ".");
                return Failure.NONE;
            }
            request.say(Control.CANCEL);
            shell.say("The job of " + before.fullName() + " is to be cancelled.");
            if (waiting.isWanted) {
                Portrait after = request.awaitWord(Control.CANCEL, waiting.timeout);
                shell.say("The job is " + after.jobState().word() + ".");
            }
            return Failure.NONE;
        }
    }
}
