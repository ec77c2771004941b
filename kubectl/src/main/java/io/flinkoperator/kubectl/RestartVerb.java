package io.flinkoperator.kubectl;

import io.flinkoperator.core.decide.Control;
import io.flinkoperator.core.decide.JobState;
import io.flinkoperator.kubectl.text.Portrait;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "restart",
        description = {
            "Stops a job, with a savepoint if there is a folder for it, and starts it again from there.",
            "It asks for job-cancel, waits for it, and asks for job-resume. If it is interrupted in"
                    + " between, resume goes on."
        },
        footer = {
            "",
            "Examples:",
            "  kubectl flink restart orders",
            "  kubectl flink restart orders --wait"
        })
final class RestartVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Waiting waiting;
    @Mixin private Name name;

    RestartVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            Request request = new Request(shell, kubernetes, name.name);
            Portrait before = request.jobCluster();
            refuseIfNotWanted(before);
            if (!before.jobState().isOver()) {
                request.say(Control.CANCEL);
                shell.say("The job of " + before.fullName() + " is being stopped.");
                request.awaitWord(Control.CANCEL, waiting.timeout);
            }
            request.say(Control.RESUME);
            shell.say("The job is to start again.");
            if (waiting.isWanted) {
                request.awaitState(JobState.RUNNING, waiting.timeout);
                shell.say("The job is Running.");
            }
            return Failure.NONE;
        }
    }

    private void refuseIfNotWanted(Portrait before) {
        boolean isWanted =
                !before.cluster().getSpec().path("suspend").asBoolean()
                        && !before.cluster().getSpec().at("/job/cancelRequested").asBoolean();
        if (!isWanted) {
            throw Failure.of(
                    "The spec says that the job is not to run; use kubectl flink resume "
                            + name.name
                            + ".");
        }
    }
}
