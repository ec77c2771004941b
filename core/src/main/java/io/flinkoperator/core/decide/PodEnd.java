package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.flinkoperator.core.model.Exceptions;
import io.flinkoperator.core.resources.Restoring;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** How pods that run once have ended, in words. */
final class PodEnd {
    private PodEnd() {}

    /**
     * How a container ended; empty while it may go on.
     *
     * @param isRestarted Whether Kubernetes starts it again, which a search does not wait for.
     */
    static Optional<ContainerStateTerminated> of(ContainerStatus container, boolean isRestarted) {
        Optional<ContainerState> now = Optional.ofNullable(container.getState());
        Optional<ContainerStateTerminated> before =
                Optional.ofNullable(container.getLastState())
                        .map(ContainerState::getTerminated)
                        .filter(end -> isRestarted && isOfSearch(end))
                        .filter(end -> now.map(ContainerState::getWaiting).isPresent());
        return now.map(ContainerState::getTerminated).or(() -> before);
    }

    static boolean isSuccess(ContainerStateTerminated end) {
        return Objects.equals(end.getExitCode(), 0);
    }

    static boolean isOfSearch(ContainerStateTerminated end) {
        return Objects.equals(end.getExitCode(), Restoring.SEARCH_FAILED);
    }

    static Optional<Instant> time(List<ContainerStateTerminated> ends) {
        return ends.stream()
                .flatMap(end -> Status.time(end.getFinishedAt()).stream())
                .max(Comparator.naturalOrder());
    }

    /** Whether a container still runs: until then Kubernetes does not call the pod ended. */
    static boolean anyRuns(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses().stream()
                        .map(ContainerStatus::getState)
                        .anyMatch(state -> state != null && state.getRunning() != null);
    }

    /**
     * Why pods failed: what their containers said, or why Kubernetes ended them.
     *
     * @param mains The containers that count, beside init containers.
     */
    static Optional<String> why(List<Pod> pods, List<ContainerStatus> mains) {
        Stream<ContainerStatus> inits =
                pods.stream()
                        .filter(pod -> pod.getStatus() != null)
                        .flatMap(pod -> pod.getStatus().getInitContainerStatuses().stream());
        Optional<String> byContainer =
                Stream.concat(inits, mains.stream())
                        .flatMap(it -> of(it, true).stream())
                        .filter(end -> !isSuccess(end))
                        .findFirst()
                        .map(PodEnd::sentence);
        Optional<String> byKubernetes =
                pods.stream()
                        .filter(pod -> pod.getStatus() != null)
                        .filter(pod -> pod.getStatus().getReason() != null)
                        .map(pod -> pod.getStatus().getReason() + message(pod))
                        .findFirst();
        return byContainer.isPresent()
                ? byContainer.map(it -> byKubernetes.map(why -> it + "; " + why).orElse(it))
                : byKubernetes;
    }

    private static String message(Pod pod) {
        String message = pod.getStatus().getMessage();
        return message == null ? "" : ": " + message;
    }

    private static String sentence(ContainerStateTerminated end) {
        String how = end.getReason() + ", exit code " + end.getExitCode();
        return Exceptions.mostTelling(end.getMessage())
                .map(line -> SeveralJobs.explained(line + " (" + how + ")"))
                .orElse(how);
    }
}
