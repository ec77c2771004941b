package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.flinkoperator.api.OperationStep;
import io.flinkoperator.core.resources.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the newest JobManager came up.
 *
 * @param made When its pod was made; empty if it has been there for a container before.
 * @param time When its container started.
 */
record JobManagerStart(Optional<Instant> made, Instant time) {

    static Optional<JobManagerStart> newest(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> Names.JOB_MANAGER.equals(Components.label(pod, Names.COMPONENT)))
                .flatMap(pod -> of(pod).stream())
                .max(Comparator.comparing(JobManagerStart::time));
    }

    private static Optional<JobManagerStart> of(Pod pod) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getContainerStatuses().stream()
                        .filter(it -> it.getName().equals(Names.JOB_MANAGER))
                        .flatMap(it -> of(pod, it).stream())
                        .findFirst();
    }

    private static Optional<JobManagerStart> of(Pod pod, ContainerStatus container) {
        boolean isFirst = Objects.equals(container.getRestartCount(), 0);
        return Optional.ofNullable(container.getState())
                .map(ContainerState::getRunning)
                .flatMap(running -> Status.time(running.getStartedAt()))
                .map(
                        start ->
                                new JobManagerStart(
                                        Status.time(pod.getMetadata().getCreationTimestamp())
                                                .filter(it -> isFirst),
                                        start));
    }

    /** What the time went into until its lack of the job was noticed. */
    List<OperationStep> steps(Instant noticed) {
        List<OperationStep> steps = new ArrayList<>();
        made.ifPresent(from -> steps.add(step("start the JobManager's pod", from, time)));
        steps.add(step("start the JobManager, and see that it has no job", time, noticed));
        return steps;
    }

    /** The clocks of nodes differ. */
    private static OperationStep step(String name, Instant from, Instant to) {
        long seconds = Math.max(0, Duration.between(from, to).toSeconds());
        return new OperationStep(name, Status.text(from), seconds);
    }
}
