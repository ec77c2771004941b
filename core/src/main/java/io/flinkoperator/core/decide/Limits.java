package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.flinkoperator.api.FlinkPodSettings;
import io.flinkoperator.core.model.Warning;
import io.flinkoperator.core.resources.FlinkConfiguration;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.core.spec.Amounts;
import io.flinkoperator.core.spec.FlinkMemory;
import io.flinkoperator.core.spec.Problem;
import io.flinkoperator.core.spec.ValidCluster;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What ResourceQuotas and LimitRanges of a namespace do to pods. */
final class Limits {
    /** A quota that wants an amount of every container; one that a LimitRange does not let pass. */
    private static final Pattern REFUSAL =
            Pattern.compile("failed quota: .*must specify|usage per (Container|Pod) is");

    private static final Pattern MEBIBYTES = Pattern.compile("\\d{1,9}m");

    private Limits() {}

    /** Which field helps against a refusal; nothing if it is another one. */
    static String advice(Warning refusal) {
        if (!REFUSAL.matcher(refusal.message()).find()) {
            return "";
        }
        String component =
                refusal.object().endsWith("-taskmanager")
                        ? "spec.taskManager"
                        : refusal.object().endsWith("-jobmanager") ? "spec.jobManager" : "spec.job";
        return "; correct " + component + ".resources, and those of containers of your own";
    }

    /** Containers that a LimitRange gave less memory than Flink is configured for. */
    static List<Problem> warnings(ValidCluster cluster, List<Pod> pods) {
        if (pods.isEmpty()) {
            return List.of();
        }
        List<Problem> warnings = new ArrayList<>();
        warning(cluster, cluster.spec().jobManager(), Names.JOB_MANAGER, pods)
                .ifPresent(warnings::add);
        warning(cluster, cluster.spec().taskManager(), Names.TASK_MANAGER, pods)
                .ifPresent(warnings::add);
        return warnings;
    }

    private static Optional<Problem> warning(
            ValidCluster cluster, FlinkPodSettings own, String component, List<Pod> pods) {
        if (FlinkMemory.of(own.resources()).isPresent()) {
            return Optional.empty();
        }
        Optional<Container> container =
                pods.stream()
                        .flatMap(pod -> Optional.ofNullable(pod.getSpec()).stream())
                        .flatMap(spec -> spec.getContainers().stream())
                        .filter(it -> component.equals(it.getName()))
                        .findFirst();
        String field = component.equals(Names.JOB_MANAGER) ? "jobManager" : "taskManager";
        return container
                .map(Container::getResources)
                .map(ResourceRequirements::getLimits)
                .map(limits -> limits.get("memory"))
                .flatMap(Amounts::of)
                .flatMap(
                        given ->
                                configured(cluster, component)
                                        .filter(size -> bytes(size).compareTo(given) > 0))
                .map(
                        size ->
                                new Problem(
                                        "spec." + field + ".resources",
                                        "has no memory, so Flink is configured for "
                                                + size
                                                + ", but the container got "
                                                + limit(container.get())
                                                + ", as a LimitRange of the namespace gives it; Flink"
                                                + " may be killed, so set limits.memory"));
    }

    private static Optional<String> configured(ValidCluster cluster, String component) {
        Map<String, String> options = FlinkConfiguration.of(cluster);
        return Optional.ofNullable(options.get(component + ".memory.process.size"))
                .filter(size -> MEBIBYTES.matcher(size).matches());
    }

    private static BigDecimal bytes(String mebibytes) {
        return new BigDecimal(mebibytes.replace("m", "")).multiply(new BigDecimal(1 << 20));
    }

    private static String limit(Container container) {
        return String.valueOf(container.getResources().getLimits().get("memory"));
    }
}
