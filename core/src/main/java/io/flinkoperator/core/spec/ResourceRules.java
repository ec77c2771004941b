package io.flinkoperator.core.spec;

import static io.flinkoperator.core.spec.Problem.quoted;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.flinkoperator.api.FlinkClusterSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The rules for CPU and memory. */
final class ResourceRules {
    private final List<Problem> problems = new ArrayList<>();

    private ResourceRules() {}

    static List<Problem> problems(String field, ResourceRequirements resources) {
        ResourceRules rules = new ResourceRules();
        rules.resources(field, resources);
        return List.copyOf(rules.problems);
    }

    /** Flink does not start with too little, unless the user knows better. */
    static List<Problem> memory(FlinkClusterSpec spec) {
        List<Problem> problems = new ArrayList<>();
        enough("jobManager", spec.jobManager().resources(), FlinkMemory.JOB_MANAGER, spec)
                .ifPresent(problems::add);
        enough("taskManager", spec.taskManager().resources(), FlinkMemory.TASK_MANAGER, spec)
                .ifPresent(problems::add);
        return problems;
    }

    private static Optional<Problem> enough(
            String component,
            ResourceRequirements resources,
            FlinkMemory process,
            FlinkClusterSpec spec) {
        String option = component.toLowerCase(Locale.ROOT) + ".memory.";
        boolean isByHand =
                spec.flinkProperties().keySet().stream().anyMatch(key -> key.startsWith(option));
        BigDecimal least = new BigDecimal((long) process.least() << 20);
        if (isByHand || FlinkMemory.of(resources).filter(b -> b.compareTo(least) < 0).isEmpty()) {
            return Optional.empty();
        }
        boolean isLimit = orEmpty(resources.getLimits()).containsKey("memory");
        Quantity memory = (isLimit ? resources.getLimits() : resources.getRequests()).get("memory");
        return Optional.of(
                new Problem(
                        "spec."
                                + component
                                + (isLimit
                                        ? ".resources.limits.memory"
                                        : ".resources.requests.memory"),
                        quoted(memory)
                                + " is less than the "
                                + process.least()
                                + "Mi that Flink needs to start; raise it, or set Flink's "
                                + option
                                + "* options in flinkProperties"));
    }

    /** An amount that stands alone. */
    static List<Problem> amount(String field, Quantity quantity) {
        ResourceRules rules = new ResourceRules();
        rules.quantity(field, quantity);
        return List.copyOf(rules.problems);
    }

    private void problem(String field, String sentence) {
        problems.add(new Problem(field, sentence));
    }

    private void resources(String field, ResourceRequirements resources) {
        if (resources == null) {
            return;
        }
        Map<String, Quantity> limits = orEmpty(resources.getLimits());
        Map<String, Quantity> requests = orEmpty(resources.getRequests());
        limits.forEach((name, value) -> quantity(field + ".limits." + name, value));
        requests.forEach(
                (name, value) -> {
                    String path = field + ".requests." + name;
                    Quantity limit = limits.get(name);
                    if (quantity(path, value)
                            && limit != null
                            && Amounts.of(limit)
                                    .filter(most -> Amounts.of(value).get().compareTo(most) > 0)
                                    .isPresent()) {
                        problem(
                                path,
                                quoted(value)
                                        + " is more than the limit "
                                        + quoted(limit)
                                        + "; lower it"
                                        + " or raise the limit");
                    }
                });
    }

    private boolean quantity(String field, Quantity quantity) {
        boolean valid =
                Amounts.of(quantity)
                        .filter(amount -> amount.compareTo(BigDecimal.ZERO) >= 0)
                        .isPresent();
        if (!valid) {
            problem(field, quoted(quantity) + " is not a quantity such as \"500m\" or \"2Gi\"");
        }
        return valid;
    }

    private static <V> Map<String, V> orEmpty(Map<String, V> map) {
        return map == null ? Map.of() : map;
    }
}
