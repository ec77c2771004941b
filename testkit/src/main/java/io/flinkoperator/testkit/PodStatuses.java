package io.flinkoperator.testkit;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.List;
import java.util.Set;

/** The status a kubelet would report for a pod and its fate; changes nothing. */
final class PodStatuses {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Set<String> OVER = Set.of("Succeeded", "Failed");

    private final Pod pod;
    private final String now;
    private final ContainerStatuses containers;

    PodStatuses(Pod pod, String now) {
        this.pod = pod;
        this.now = now;
        containers = new ContainerStatuses(pod, now);
    }

    static boolean isOver(Pod pod) {
        return pod.getStatus() != null && OVER.contains(pod.getStatus().getPhase());
    }

    PodStatus of(Fate fate) {
        if (fate instanceof Fate.Waiting waiting) {
            var state = ContainerStatuses.waiting(waiting.reason(), waiting.message());
            return status("Pending", false, containers.main(state));
        }
        if (fate instanceof Fate.Finished finished) {
            return isStartedAgain(finished)
                    ? status("Running", false, containers.restarting(finished))
                    : status(
                            finished.exitCode() == 0 ? "Succeeded" : "Failed",
                            false,
                            containers.main(containers.ended(finished)));
        }
        if (fate instanceof Fate.FinishedBeside beside) {
            return status("Running", false, containers.beside(beside));
        }
        return status("Running", true, containers.main(containers.running()));
    }

    private boolean isStartedAgain(Fate.Finished finished) {
        return switch (pod.getSpec().getRestartPolicy()) {
            case "Never" -> false;
            case "OnFailure" -> finished.exitCode() != 0;
            default -> true;
        };
    }

    private PodStatus status(String phase, boolean ready, List<ContainerStatus> statuses) {
        return new PodStatusBuilder(pod.getStatus())
                .withPhase(phase)
                .withHostIP(LOOPBACK)
                .withPodIP(LOOPBACK)
                .withPodIPs()
                .addNewPodIP(LOOPBACK)
                .withStartTime(now)
                .withConditions(
                        condition("PodScheduled", true),
                        condition("Initialized", true),
                        condition("ContainersReady", ready),
                        condition("Ready", ready))
                .withInitContainerStatuses(containers.init())
                .withContainerStatuses(statuses)
                .build();
    }

    private PodCondition condition(String type, boolean holds) {
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(holds ? "True" : "False")
                .withLastTransitionTime(now)
                .build();
    }
}
