package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.flinkoperator.core.model.Exceptions;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.Names;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Kubernetes Job that brings the Flink job in: the submitter, or in mode Application the
 * JobManager itself.
 *
 * @param state How far it is.
 * @param endTime When it ended; empty before, or if unknown.
 * @param failure Why it failed; empty unless it did.
 */
record Submitter(State state, Optional<Instant> endTime, Optional<String> failure) {

    enum State {
        NONE,
        /** It belongs to another Flink job id, or it or its pod is on its way out. */
        STALE,
        /** Its container has never started. */
        STARTING,
        ACTIVE,
        SUCCEEDED,
        FAILED
    }

    private static final Submitter ABSENT =
            new Submitter(State.NONE, Optional.empty(), Optional.empty());

    private static final Submitter LEAVING =
            new Submitter(State.STALE, Optional.empty(), Optional.empty());

    static Submitter of(Observation seen, Optional<Job> observed, String jobId) {
        if (observed.isEmpty()) {
            boolean anyPod =
                    seen.pods().stream()
                            .anyMatch(pod -> jobId.equals(Components.label(pod, Names.JOB_ID)));
            return anyPod ? LEAVING : ABSENT;
        }
        Job job = observed.get();
        boolean stale =
                !jobId.equals(Components.label(job, Names.JOB_ID))
                        || job.getMetadata().getDeletionTimestamp() != null;
        if (stale) {
            return LEAVING;
        }
        List<Pod> pods =
                seen.pods().stream()
                        .filter(pod -> jobId.equals(Components.label(pod, Names.JOB_ID)))
                        .toList();
        Optional<JobCondition> failed = condition(job, "Failed");
        if (failed.isPresent()) {
            return new Submitter(
                    State.FAILED, time(failed.get()), Optional.of(why(failed.get(), pods)));
        }
        Optional<JobCondition> complete = condition(job, "Complete");
        if (complete.isPresent()) {
            return new Submitter(State.SUCCEEDED, time(complete.get()), Optional.empty());
        }
        State state = pods.stream().anyMatch(Submitter::hasStarted) ? State.ACTIVE : State.STARTING;
        return new Submitter(state, Optional.empty(), Optional.empty());
    }

    private static Optional<JobCondition> condition(Job job, String type) {
        return job.getStatus() == null
                ? Optional.empty()
                : job.getStatus().getConditions().stream()
                        .filter(c -> c.getType().equals(type) && "True".equals(c.getStatus()))
                        .findFirst();
    }

    private static Optional<Instant> time(JobCondition condition) {
        return Status.time(condition.getLastTransitionTime());
    }

    private static boolean hasStarted(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses().stream().anyMatch(Submitter::hasStarted);
    }

    private static boolean hasStarted(ContainerStatus container) {
        ContainerState now = container.getState();
        return now == null || now.getRunning() != null || now.getTerminated() != null;
    }

    /** What the container said at its end, else what Kubernetes says of the Job. */
    private static String why(JobCondition failed, List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getStatus() != null)
                .flatMap(
                        pod ->
                                Stream.concat(
                                        pod.getStatus().getInitContainerStatuses().stream(),
                                        pod.getStatus().getContainerStatuses().stream()))
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getTerminated() != null)
                .map(ContainerState::getTerminated)
                .filter(end -> end.getExitCode() == null || end.getExitCode() != 0)
                .findFirst()
                .map(Submitter::sentence)
                .orElseGet(() -> failed.getReason() + ": " + failed.getMessage());
    }

    private static String sentence(ContainerStateTerminated end) {
        String how = end.getReason() + ", exit code " + end.getExitCode();
        return Exceptions.mostTelling(end.getMessage())
                .map(line -> line + " (" + how + ")")
                .orElse(how);
    }
}
