package io.flinkoperator.core.decide;

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
        boolean isFirst =
                pod.getStatus() != null
                        && pod.getStatus().getContainerStatuses().stream()
                                .filter(it -> it.getName().equals(Names.JOB_MANAGER))
                                .allMatch(it -> Objects.equals(it.getRestartCount(), 0));
        Optional<Instant> made =
                Status.time(pod.getMetadata().getCreationTimestamp()).filter(it -> isFirst);
        return PodEnd.start(pod, Names.JOB_MANAGER).map(start -> new JobManagerStart(made, start));
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
