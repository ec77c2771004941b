package io.flinkoperator.kubectl.text;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.flinkoperator.core.decide.PodTrouble;
import io.flinkoperator.core.decide.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why pods are not there, or not well. */
final class PodFindings {
    private static final Duration RECENT = Duration.ofMinutes(10);

    /** Reasons of events that tell why there is no pod, or no container. */
    private static final Set<String> HINDRANCES =
            Set.of("FailedCreate", "FailedMount", "FailedAttachVolume", "FailedScheduling");

    private static final Pattern CONCERNS_PODS =
            Pattern.compile("(count/)?pods|((requests|limits)[.])?(cpu|memory)");

    private static final Map<String, String> REMEDIES =
            Map.of(
                    "ImagePullBackOff",
                    "Check spec.image.name, and spec.image.pullSecrets if the registry is private.",
                    "InvalidImageName",
                    "Correct spec.image.name.",
                    "CreateContainerConfigError",
                    "Make the ConfigMap or Secret that it names, or take it out of the spec.",
                    "Unschedulable",
                    "Ask for less in resources, or add nodes.");

    private PodFindings() {}

    static List<Finding> of(Sight sight) {
        List<Finding> findings = new ArrayList<>();
        sight.pods().forEach(pod -> findings.addAll(troubles(pod, sight.portrait().name())));
        boolean isUnwell = !sight.portrait().is("Ready");
        if (isUnwell) {
            sight.events().stream()
                    .filter(it -> isHindrance(it, sight))
                    .map(it -> EventList.oneLine(it.getMessage()))
                    .distinct()
                    .filter(text -> findings.stream().noneMatch(it -> it.tells(text)))
                    .forEach(it -> findings.add(hindrance(it)));
            sight.quotas().stream().flatMap(PodFindings::usedUp).forEach(findings::add);
        }
        return findings;
    }

    private static List<Finding> troubles(Pod pod, String cluster) {
        List<Finding> findings = new ArrayList<>();
        if (pod.getStatus() != null) {
            pod.getStatus().getContainerStatuses().stream()
                    .filter(PodFindings::ranOutOfMemory)
                    .map(it -> outOfMemory(pod, it))
                    .forEach(findings::add);
        }
        PodTrouble.first(List.of(pod))
                .map(it -> new Finding(it.message(), remedy(it, pod, cluster)))
                .ifPresent(findings::add);
        return findings;
    }

    private static String remedy(PodTrouble trouble, Pod pod, String cluster) {
        String name = pod.getMetadata().getName();
        if (trouble.message().contains("runAsNonRoot")) {
            return "Set runAsUser in securityContext.";
        }
        return trouble.reason().equals("CrashLoopBackOff")
                ? "See what it said last: kubectl flink logs %s --pod %s --previous"
                        .formatted(cluster, name)
                : REMEDIES.getOrDefault(trouble.reason(), "See kubectl describe pod " + name);
    }

    private static Finding outOfMemory(Pod pod, ContainerStatus container) {
        return new Finding(
                "Pod %s, container %s: was killed for want of memory."
                        .formatted(pod.getMetadata().getName(), container.getName()),
                "Raise its resources.limits.memory.");
    }

    private static boolean ranOutOfMemory(ContainerStatus container) {
        return Stream.of(container.getState(), container.getLastState())
                .filter(it -> it != null && it.getTerminated() != null)
                .map(ContainerState::getTerminated)
                .anyMatch(it -> "OOMKilled".equals(it.getReason()));
    }

    private static boolean isHindrance(Event event, Sight sight) {
        return HINDRANCES.contains(String.valueOf(event.getReason()))
                && Status.time(EventList.time(event))
                        .filter(it -> it.isAfter(sight.now().minus(RECENT)))
                        .isPresent();
    }

    private static Finding hindrance(String message) {
        return new Finding(
                message,
                message.contains("exceeded quota")
                        ? "Raise the quota, or ask for less in resources."
                        : "Make what it names, or take it out of the spec.");
    }

    private static Stream<Finding> usedUp(ResourceQuota quota) {
        var status = quota.getStatus();
        if (status == null || status.getHard() == null || status.getUsed() == null) {
            return Stream.empty();
        }
        Map<String, Quantity> used = status.getUsed();
        return status.getHard().entrySet().stream()
                .filter(it -> CONCERNS_PODS.matcher(it.getKey()).matches())
                .filter(it -> used.containsKey(it.getKey()))
                .filter(it -> isUsedUp(used.get(it.getKey()), it.getValue()))
                .map(
                        it ->
                                new Finding(
                                        "Quota %s is used up: %s of %s %s."
                                                .formatted(
                                                        quota.getMetadata().getName(),
                                                        used.get(it.getKey()),
                                                        it.getValue(),
                                                        it.getKey()),
                                        "Raise the quota, or ask for less in resources."));
    }

    private static boolean isUsedUp(Quantity used, Quantity hard) {
        return used.getNumericalAmount().compareTo(hard.getNumericalAmount()) >= 0;
    }
}
