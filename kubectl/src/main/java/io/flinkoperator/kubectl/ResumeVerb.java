package io.flinkoperator.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.flinkoperator.core.decide.Control;
import io.flinkoperator.core.decide.JobState;
import io.flinkoperator.kubectl.text.Portrait;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "resume",
        description = {
            "Starts a job again that was suspended or cancelled, or has failed, from its state.",
            "It takes back spec.suspend and job.cancelRequested; else it asks by annotation."
        },
        footer = {"", "Examples:", "  kubectl flink resume orders --wait"})
final class ResumeVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Waiting waiting;
    @Mixin private Name name;

    ResumeVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            Request request = new Request(shell, kubernetes, name.name);
            Portrait before = request.jobCluster();
            if (!ask(request, before)) {
                shell.say("There is nothing to resume: the job is " + state(before) + ".");
                return Failure.NONE;
            }
            shell.say("The job of " + before.fullName() + " is to go on.");
            if (waiting.isWanted) {
                request.awaitState(JobState.RUNNING, waiting.timeout);
                shell.say("The job is Running.");
            }
            return Failure.NONE;
        }
    }

    private static String state(Portrait portrait) {
        String word = portrait.jobState().word();
        return word.isEmpty() ? "new" : word;
    }

    /** Whether there was anything to ask for. */
    private static boolean ask(Request request, Portrait before) {
        JsonNode spec = before.cluster().getSpec();
        boolean isSuspended = spec.path("suspend").asBoolean();
        boolean isCancelled = spec.at("/job/cancelRequested").asBoolean();
        if (isSuspended) {
            request.set("/spec/suspend", BooleanNode.FALSE);
        }
        if (isCancelled) {
            request.set("/spec/job/cancelRequested", BooleanNode.FALSE);
        }
        boolean isByWord = !isSuspended && !isCancelled && before.jobState().isOver();
        if (isByWord) {
            request.say(Control.RESUME);
        }
        return isSuspended || isCancelled || isByWord;
    }
}
