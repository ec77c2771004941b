package io.flinkoperator.kubectl.text;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.flinkoperator.core.decide.PodTrouble;
import io.flinkoperator.kubectl.text.Ink.Tone;
import java.time.Instant;
import java.util.List;

/** A pod in one line. */
final class PodLine {
    private PodLine() {}

    static String of(Pod pod, Instant now, Ink ink) {
        List<ContainerStatus> containers =
                pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
        long ready = containers.stream().filter(it -> Boolean.TRUE.equals(it.getReady())).count();
        int restarts = containers.stream().mapToInt(PodLine::restarts).sum();
        String line =
                "Pod %s   %s   %d/%d ready%s   %s"
                        .formatted(
                                pod.getMetadata().getName(),
                                phase(pod, ink),
                                ready,
                                pod.getSpec().getContainers().size(),
                                restarts == 0 ? "" : "   " + restarts + " restarts",
                                Age.of(pod.getMetadata().getCreationTimestamp(), now));
        return line;
    }

    private static int restarts(ContainerStatus container) {
        return container.getRestartCount() == null ? 0 : container.getRestartCount();
    }

    private static String phase(Pod pod, Ink ink) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return ink.paint(Tone.MIND, "Terminating");
        }
        return PodTrouble.first(List.of(pod))
                .map(it -> ink.paint(Tone.BAD, it.reason()))
                .orElseGet(
                        () ->
                                pod.getStatus() == null
                                        ? "Pending"
                                        : Portrait.orDash(pod.getStatus().getPhase()));
    }
}
