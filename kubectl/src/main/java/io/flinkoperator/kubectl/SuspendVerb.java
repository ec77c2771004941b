package io.flinkoperator.kubectl;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.flinkoperator.core.decide.JobState;
import io.flinkoperator.kubectl.text.Portrait;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "suspend",
        description = {
            "Stops a job, with a savepoint if there is a folder for it, and removes the pods.",
            "It sets spec.suspend; resume sets it back."
        },
        footer = {"", "Examples:", "  kubectl flink suspend orders --wait"})
final class SuspendVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Waiting waiting;
    @Mixin private Name name;

    SuspendVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            Request request = new Request(shell, kubernetes, name.name);
            Portrait before = request.jobCluster();
            request.set("/spec/suspend", BooleanNode.TRUE);
            shell.say("The job of " + before.fullName() + " is to be suspended.");
            if (waiting.isWanted) {
                request.awaitState(JobState.SUSPENDED, waiting.timeout);
                shell.say("The job is Suspended.");
            }
            return Failure.NONE;
        }
    }
}
