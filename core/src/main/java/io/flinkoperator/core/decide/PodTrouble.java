package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.flinkoperator.core.model.Exceptions;
import io.flinkoperator.core.model.Observation;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Why a pod does not get ready, in Kubernetes' words.
 *
 * @param reason CamelCase word, for example ImagePullBackOff.
 * @param message A sentence; it stays the same while the trouble does.
 */
public record PodTrouble(String reason, String message) {
    static final String UNSCHEDULABLE = "Unschedulable";

    private static final Set<String> HARMLESS =
            Set.of("ContainerCreating", "PodInitializing", "Completed");

    static Optional<PodTrouble> first(Observation seen) {
        List<Pod> pods = seen.pods().stream().filter(pod -> !Components.isAside(pod)).toList();
        return first(pods)
                .or(
                        () ->
                                seen.warnings().stream()
                                        .findFirst()
                                        .map(
                                                warning ->
                                                        new PodTrouble(
                                                                warning.reason(),
                                                                warning.object()
                                                                        + ": "
                                                                        + warning.message()
                                                                        + Limits.advice(warning))));
    }

    /** What is wrong with the first of these pods that something is wrong with. */
    public static Optional<PodTrouble> first(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getStatus() != null)
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .flatMap(pod -> of(pod).stream())
                .findFirst();
    }

    /** Names of its containers that keep crashing. */
    public static Stream<String> crashing(Pod pod) {
        return pod.getStatus() == null
                ? Stream.empty()
                : pod.getStatus().getContainerStatuses().stream()
                        .filter(it -> it.getState() != null && it.getState().getWaiting() != null)
                        .filter(
                                it ->
                                        "CrashLoopBackOff"
                                                .equals(it.getState().getWaiting().getReason()))
                        .map(ContainerStatus::getName);
    }

    private static Optional<PodTrouble> of(Pod pod) {
        var status = pod.getStatus();
        return Stream.concat(
                        status.getInitContainerStatuses().stream(),
                        status.getContainerStatuses().stream())
                .flatMap(container -> of(pod, container).stream())
                .findFirst()
                .or(() -> unscheduled(pod));
    }

    private static Optional<PodTrouble> of(Pod pod, ContainerStatus container) {
        ContainerStateWaiting waiting =
                container.getState() == null ? null : container.getState().getWaiting();
        if (waiting == null
                || waiting.getReason() == null
                || HARMLESS.contains(waiting.getReason())) {
            return Optional.empty();
        }
        // An attempt and the pause before the next one alternate; to a person they are one trouble.
        String reason = waiting.getReason().replace("ErrImagePull", "ImagePullBackOff");
        String what =
                reason.equals("ImagePullBackOff")
                        ? "cannot pull image " + container.getImage()
                        : reason.equals("CrashLoopBackOff")
                                ? "keeps crashing" + lastEnd(container)
                                : String.valueOf(waiting.getMessage());
        return Optional.of(
                new PodTrouble(
                        reason,
                        "Pod "
                                + pod.getMetadata().getName()
                                + ", container "
                                + container.getName()
                                + ": "
                                + what));
    }

    private static String lastEnd(ContainerStatus container) {
        ContainerStateTerminated end =
                container.getLastState() == null ? null : container.getLastState().getTerminated();
        return end == null
                ? ""
                : " ("
                        + end.getReason()
                        + ", exit code "
                        + end.getExitCode()
                        + "); "
                        + Exceptions.mostTelling(end.getMessage()).orElse("see its logs");
    }

    /**
     * How a container last ended badly.
     *
     * @param since Ends before that are others' business.
     */
    static Optional<String> newestEnd(List<Pod> pods, Instant since) {
        return pods.stream()
                .filter(pod -> pod.getStatus() != null)
                .flatMap(
                        pod ->
                                pod.getStatus().getContainerStatuses().stream()
                                        .flatMap(container -> end(pod, container).stream()))
                .filter(end -> end.time().isAfter(since))
                .max(Comparator.comparing(End::time))
                .map(End::message);
    }

    private record End(Instant time, String message) {}

    private static Optional<End> end(Pod pod, ContainerStatus container) {
        return Stream.of(container.getState(), container.getLastState())
                .filter(state -> state != null && state.getTerminated() != null)
                .map(ContainerState::getTerminated)
                .filter(end -> end.getExitCode() != null && end.getExitCode() != 0)
                .flatMap(
                        end ->
                                Status.time(end.getFinishedAt()).stream()
                                        .map(
                                                time ->
                                                        new End(
                                                                time,
                                                                "Pod "
                                                                        + pod.getMetadata()
                                                                                .getName()
                                                                        + ", container "
                                                                        + container.getName()
                                                                        + " ended: "
                                                                        + end.getReason()
                                                                        + ", exit code "
                                                                        + end.getExitCode())))
                .findFirst();
    }

    private static Optional<PodTrouble> unscheduled(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
                .findFirst()
                .map(PodCondition::getMessage)
                .map(
                        message ->
                                new PodTrouble(
                                        UNSCHEDULABLE,
                                        "Pod " + pod.getMetadata().getName() + ": " + message));
    }
}
