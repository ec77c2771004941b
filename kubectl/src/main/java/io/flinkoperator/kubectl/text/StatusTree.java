package io.flinkoperator.kubectl.text;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.api.OperationStatus;
import io.flinkoperator.api.WorkloadStatus;
import io.flinkoperator.core.decide.JobState;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.kubectl.text.Ink.Tone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster, what it consists of, and what goes on in it.
 *
 * @param portrait The cluster.
 * @param pods Its pods.
 * @param events Events about it, the oldest first.
 * @param now The time.
 */
public record StatusTree(Portrait portrait, List<Pod> pods, List<Event> events, Instant now) {
    private static final int LATEST_EVENTS = 5;

    /** Conditions that are worth a line when they are true; the others when they are not. */
    private static final Set<String> BAD_IF_TRUE =
            Set.of("Degraded", "Stalled", "UpgradeBlocked", "Paused", "SpecWarning", "Overridden");

    private static final Set<String> SHOWN_ELSEWHERE = Set.of("Progressing", "JobRunning");

    /** The lines. */
    public List<String> lines(Ink ink) {
        List<Tree> children = new ArrayList<>();
        portrait.job().ifPresent(job -> children.add(job(job, ink)));
        children.add(component("JobManager", portrait.jobManager(), Names.JOB_MANAGER, ink));
        children.add(component("TaskManagers", portrait.taskManager(), Names.TASK_MANAGER, ink));
        List<Tree> others = podsOf(null, ink);
        if (!others.isEmpty()) {
            children.add(new Tree("Other pods", others));
        }
        portrait.operation().ifPresent(it -> children.add(operation(it)));
        List<Tree> conditions = conditions(ink);
        if (!conditions.isEmpty()) {
            children.add(new Tree("Conditions", conditions));
        }
        children.add(new Tree("Latest events", latestEvents(ink)));
        return new Tree(title(ink), children).lines();
    }

    private String title(Ink ink) {
        String ready = portrait.is("Ready") ? "Ready" : "not Ready";
        return "FlinkCluster %s   %s   %s   Flink %s   %s"
                .formatted(
                        ink.paint(Tone.TITLE, portrait.fullName()),
                        Portrait.orDash(portrait.status().state()),
                        ink.paint(portrait.readiness(), ready),
                        Portrait.orDash(portrait.status().flinkVersion()),
                        Age.of(portrait.cluster().getMetadata().getCreationTimestamp(), now));
    }

    private Tree job(JobStatus job, Ink ink) {
        List<Tree> details = new ArrayList<>();
        details.add(Tree.leaf("id " + Portrait.orDash(job.id())));
        Optional.ofNullable(job.fromSavepoint())
                .ifPresent(it -> details.add(Tree.leaf("started from " + it)));
        Newest.of(job)
                .map(it -> it.kind() + " of " + Age.of(it.time(), now) + " ago: " + it.path())
                .ifPresent(it -> details.add(Tree.leaf("newest " + it)));
        job.failureReasons()
                .forEach(it -> details.add(Tree.leaf(ink.paint(Tone.BAD, "failed: " + it))));
        JobState state = portrait.jobState();
        boolean isBad = state == JobState.FAILED || state == JobState.LOST;
        String since = job.completionTime() == null ? job.startTime() : job.completionTime();
        return new Tree(
                "Job %s   %s   %s"
                        .formatted(
                                Portrait.orDash(job.name()),
                                ink.paint(isBad ? Tone.BAD : Tone.PLAIN, state.word()),
                                Age.of(since, now)),
                details);
    }

    private Tree component(String title, Optional<WorkloadStatus> status, String label, Ink ink) {
        return new Tree(
                title
                        + "   "
                        + status.map(it -> Portrait.orDash(it.ready()) + " ready").orElse("none"),
                podsOf(label, ink));
    }

    private List<Tree> podsOf(String component, Ink ink) {
        return pods.stream()
                .filter(pod -> Objects.equals(component, component(pod)))
                .map(pod -> Tree.leaf(PodLine.of(pod, now, ink)))
                .toList();
    }

    private static String component(Pod pod) {
        var labels = pod.getMetadata().getLabels();
        return labels == null ? null : labels.get(Names.COMPONENT);
    }

    private Tree operation(OperationStatus it) {
        String step = it.step() == null ? "" : "   " + it.step();
        List<Tree> details = new ArrayList<>();
        Optional.ofNullable(it.reason()).ifPresent(why -> details.add(Tree.leaf("because " + why)));
        String deadline = ", until " + Portrait.orDash(it.deadline()) + " at most";
        details.add(Tree.leaf("for " + Age.of(it.startTime(), now) + deadline));
        return new Tree("Under way: " + it.name() + step, details);
    }

    private List<Tree> conditions(Ink ink) {
        return portrait.status().conditions().stream()
                .filter(it -> !SHOWN_ELSEWHERE.contains(it.getType()))
                .filter(StatusTree::isWorthALine)
                .map(it -> Tree.leaf(condition(it, ink)))
                .toList();
    }

    static boolean isWorthALine(Condition it) {
        return BAD_IF_TRUE.contains(it.getType()) == "True".equals(it.getStatus());
    }

    private static String condition(Condition it, Ink ink) {
        return ink.paint(
                        Tone.MIND,
                        it.getType() + "=" + it.getStatus() + " (" + it.getReason() + ")")
                + "   "
                + EventList.oneLine(it.getMessage());
    }

    private List<Tree> latestEvents(Ink ink) {
        return events.subList(Math.max(0, events.size() - LATEST_EVENTS), events.size()).stream()
                .map(
                        it ->
                                Age.of(EventList.time(it), now)
                                        + "   "
                                        + ink.paint(EventList.tone(it), it.getReason())
                                        + "   "
                                        + EventList.oneLine(it.getMessage()))
                .map(Tree::leaf)
                .toList();
    }
}
