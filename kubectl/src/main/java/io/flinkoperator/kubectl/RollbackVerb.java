package io.flinkoperator.kubectl;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.flinkoperator.api.RevisionStatus;
import io.flinkoperator.core.decide.Control;
import io.flinkoperator.core.decide.JobState;
import io.flinkoperator.kubectl.text.Portrait;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rollback",
        description = {
            "Goes back to an earlier revision, with the job's state.",
            "The spec stays as it is: it is not tried again until it changes. kubectl flink history"
                    + " lists the revisions."
        },
        footer = {
            "",
            "Examples:",
            "  kubectl flink rollback orders --to-revision orders-0123456789",
            "  kubectl flink rollback orders --to-revision 3 --wait"
        })
final class RollbackVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Waiting waiting;
    @Mixin private Name name;

    @Option(
            names = "--to-revision",
            required = true,
            paramLabel = "REVISION",
            description = "Name or number of the revision.")
    private String revision;

    RollbackVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            Request request = new Request(shell, kubernetes, name.name);
            Portrait before = request.jobCluster();
            String target = target(HistoryVerb.revisions(kubernetes, before.cluster()));
            if (isDeployed(before, target)) {
                shell.say(target + " is deployed already.");
                return Failure.NONE;
            }
            request.annotate(Control.ROLL_BACK_TO, target);
            shell.say(before.fullName() + " is to go back to " + target + ".");
            if (waiting.isWanted) {
                await(request, target);
            }
            return Failure.NONE;
        }
    }

    private String target(List<ControllerRevision> revisions) {
        return revisions.stream()
                .filter(
                        it ->
                                it.getMetadata().getName().equals(revision)
                                        || String.valueOf(it.getRevision()).equals(revision))
                .map(it -> it.getMetadata().getName())
                .findFirst()
                .orElseThrow(() -> unknown(revisions));
    }

    private Failure unknown(List<ControllerRevision> revisions) {
        String known =
                revisions.stream()
                        .map(it -> it.getRevision() + " " + it.getMetadata().getName())
                        .sorted()
                        .collect(Collectors.joining(", "));
        return Failure.of("There is no revision '" + revision + "'; there are: " + known + ".");
    }

    private static boolean isDeployed(Portrait portrait, String target) {
        return Optional.ofNullable(portrait.status().revision())
                .map(RevisionStatus::currentRevision)
                .filter(target::equals)
                .isPresent();
    }

    private void await(Request request, String target) {
        Progress progress = new Progress(shell);
        request.await(
                target + " to run",
                waiting.timeout,
                seen -> {
                    progress.show(seen);
                    return isDeployed(seen, target)
                            && seen.jobState() == JobState.RUNNING
                            && Request.annotation(seen.cluster(), Control.ROLL_BACK_TO).isEmpty();
                });
        shell.say("The job is Running with " + target + ".");
    }
}
