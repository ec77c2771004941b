package io.flinkoperator.kubectl.text;

import io.fabric8.kubernetes.api.model.Condition;
import io.flinkoperator.core.decide.Decider;
import io.flinkoperator.core.decide.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Why a cluster is not as it should be: what is at the root of it first, what the operator makes of
 * that last. Each cause is told once.
 */
public final class Diagnosis {
    private static final List<String> TELLING =
            List.of(
                    "Degraded",
                    "Stalled",
                    "UpgradeBlocked",
                    "SpecWarning",
                    "Overridden",
                    "StateSafe",
                    "JobRunning",
                    "Ready");

    /** A job that is young, makes no checkpoints, or could be attacked is not ill. */
    private static final Set<String> HARMLESS =
            Set.of("CheckpointingOff", "NoStateYet", "StartingState", "KnownVulnerability");

    private final Sight sight;
    private final String name;
    private final List<Finding> findings = new ArrayList<>();

    private Diagnosis(Sight sight) {
        this.sight = sight;
        name = sight.portrait().name();
    }

    /** What is wrong, the root of it first; nothing if all is well. */
    public static List<Finding> of(Sight sight) {
        Diagnosis diagnosis = new Diagnosis(sight);
        diagnosis.operator();
        diagnosis.spec();
        diagnosis.findings.addAll(ImageFindings.of(sight));
        diagnosis.findings.addAll(PodFindings.of(sight));
        diagnosis.job();
        diagnosis.conditions();
        return List.copyOf(diagnosis.findings);
    }

    private void operator() {
        Portrait portrait = sight.portrait();
        String namespace = portrait.cluster().getMetadata().getNamespace();
        String remedy =
                "See that an operator runs and watches namespace "
                        + namespace
                        + ": kubectl get deployments -A -l app.kubernetes.io/name=flink-operator";
        if (portrait.is("Paused")) {
            add(
                    "The operator was told to leave it alone.",
                    "kubectl annotate flinkcluster " + name + " flinkoperator.k8s.io/paused-");
        } else if (portrait.status().observedGeneration() == null) {
            add("No operator has looked at it.", remedy);
        } else if (!portrait.isUpToDate()) {
            add("The operator has not seen the newest spec.", remedy);
        }
    }

    private void spec() {
        sight.portrait()
                .condition("Ready")
                .filter(it -> Decider.INVALID_SPEC.equals(it.getReason()))
                .ifPresent(
                        it ->
                                add(
                                        it.getMessage(),
                                        "Correct the spec; kubectl flink validate -f FILE checks"
                                                + " it beforehand."));
    }

    private void job() {
        JobState state = sight.portrait().jobState();
        String remedy =
                state == JobState.RESTARTING
                        ? "It is started again by itself; see kubectl flink logs " + name
                        : "Mend it, then start the job again: kubectl flink resume " + name;
        sight.portrait().job().stream()
                .flatMap(it -> it.failureReasons().stream())
                .forEach(it -> add("The job failed: " + it, remedy));
        JobExceptions.latest(sight)
                .ifPresent(
                        it ->
                                add(
                                        "Flink restarts the job's tasks: " + it,
                                        "See kubectl flink logs "
                                                + name
                                                + " --component taskmanager"));
    }

    private void conditions() {
        TELLING.stream()
                .flatMap(type -> sight.portrait().condition(type).stream())
                .filter(StatusTree::isWorthALine)
                .filter(it -> !HARMLESS.contains(it.getReason()) && !isExpected(it))
                .filter(it -> findings.stream().noneMatch(f -> f.tells(it.getMessage())))
                .filter(it -> !isConsequence(it))
                .forEach(it -> add(it.getMessage(), remedy(it)));
    }

    /** A job that is not to run does not run. */
    private boolean isExpected(Condition it) {
        return it.getType().equals("JobRunning")
                && (sight.portrait().is("Ready") || !"Unknown".equals(it.getStatus()));
    }

    /**
     * That it is not ready follows from whatever else is wrong, and the job's end from its cause.
     */
    private boolean isConsequence(Condition it) {
        boolean isOfJob = findings.stream().anyMatch(f -> f.cause().startsWith("The job failed"));
        return !findings.isEmpty()
                && (it.getType().equals("Ready") || (isOfJob && it.getReason().startsWith("Job")));
    }

    private String remedy(Condition it) {
        Optional<String> known =
                Stream.of(
                                new Finding("StateUnavailable", "Do as it says."),
                                new Finding("WithoutEffect", "Correct the spec."),
                                new Finding("ActionFailed", "Do as it says; it is tried again."),
                                new Finding(
                                        "RevisionGivenUp",
                                        "Mend the spec, or try it again with user-control:"
                                                + " retry-update."),
                                new Finding(
                                        "JobManagerUnreachable", "See kubectl flink logs " + name),
                                new Finding(
                                        "TaskManagersNotRegistered",
                                        "See kubectl flink logs "
                                                + name
                                                + " --component taskmanager, then"
                                                + " the image's entrypoint and NetworkPolicies."),
                                new Finding(
                                        "CheckpointsFailing",
                                        "See kubectl flink logs "
                                                + name
                                                + ": the store's answer is there."),
                                new Finding(
                                        "NoTaskRuns",
                                        "It may only take time; else see that"
                                                + " taskManager.replicas gives it the slots that"
                                                + " job.parallelism asks for."),
                                new Finding(
                                        "ComponentsNotReady",
                                        "It may only take time; see kubectl flink events " + name))
                        .filter(row -> row.cause().equals(it.getReason()))
                        .map(Finding::remedy)
                        .findFirst();
        return known.orElse("See kubectl flink status " + name);
    }

    private void add(String cause, String remedy) {
        findings.add(new Finding(cause, remedy));
    }
}
