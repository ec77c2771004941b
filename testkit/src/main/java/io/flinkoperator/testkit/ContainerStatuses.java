package io.flinkoperator.testkit;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The statuses of a pod's containers in a given state; changes nothing. */
record ContainerStatuses(Pod pod, String now) {

    static ContainerState waiting(String reason, String message) {
        return new ContainerStateBuilder()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .build();
    }

    ContainerState running() {
        return new ContainerStateBuilder().withNewRunning().withStartedAt(now).endRunning().build();
    }

    ContainerState ended(Fate.Finished how) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(how.exitCode())
                .withReason(how.reason())
                .withMessage(how.message())
                .withStartedAt(now)
                .withFinishedAt(now)
                .endTerminated()
                .build();
    }

    /** All main containers in one state. */
    List<ContainerStatus> main(ContainerState state) {
        return pod.getSpec().getContainers().stream()
                .map(container -> status(container, state).build())
                .toList();
    }

    /** One main container has ended, and the others run. */
    List<ContainerStatus> beside(Fate.FinishedBeside fate) {
        return pod.getSpec().getContainers().stream()
                .map(
                        container ->
                                container.getName().equals(fate.container())
                                        ? status(container, ended(fate.how())).build()
                                        : status(container, running()).build())
                .toList();
    }

    /** All main containers after they ended and while they wait to be started once more. */
    List<ContainerStatus> restarting(Fate.Finished how) {
        var state = waiting("CrashLoopBackOff", "back-off restarting failed container");
        return pod.getSpec().getContainers().stream()
                .map(
                        container ->
                                status(container, state)
                                        .withLastState(ended(how))
                                        .withRestartCount(restarts(container) + 1)
                                        .build())
                .toList();
    }

    /** Init containers are done, or run beside the main ones if they are sidecars. */
    List<ContainerStatus> init() {
        return pod.getSpec().getInitContainers().stream()
                .map(
                        container ->
                                "Always".equals(container.getRestartPolicy())
                                        ? status(container, running()).build()
                                        : status(container, ended(success())).build())
                .toList();
    }

    private ContainerStatusBuilder status(Container container, ContainerState state) {
        var isRunning = state.getRunning() != null;
        var succeeded =
                state.getTerminated() != null
                        && Objects.equals(state.getTerminated().getExitCode(), 0);
        return new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImageID(isRunning || succeeded ? container.getImage() : "")
                .withState(state)
                .withReady(isRunning || (isInit(container) && succeeded))
                .withStarted(isRunning)
                .withRestartCount(restarts(container));
    }

    private static Fate.Finished success() {
        return new Fate.Finished(0, "Completed", "");
    }

    private boolean isInit(Container container) {
        return pod.getSpec().getInitContainers().contains(container);
    }

    private int restarts(Container container) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getContainerStatuses().stream())
                .filter(status -> status.getName().equals(container.getName()))
                .mapToInt(ContainerStatus::getRestartCount)
                .findFirst()
                .orElse(0);
    }
}
