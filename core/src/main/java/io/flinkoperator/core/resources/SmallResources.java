package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.flinkoperator.core.spec.Amounts;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a short-lived pod needs in place of the JobManager's CPU and memory, which may be there only
 * once: what quotas and limit ranges ask for is still said, devices are not asked for.
 */
final class SmallResources {
    private static final Map<String, Quantity> MOST_REQUESTED =
            Map.of("cpu", new Quantity("250m"), "memory", new Quantity("512Mi"));

    private static final Map<String, Quantity> HIGHEST_LIMITS =
            Map.of("cpu", new Quantity("1"), "memory", new Quantity("1Gi"));

    private SmallResources() {}

    static ResourceRequirements of(ResourceRequirements own) {
        return own == null
                ? null
                : new ResourceRequirementsBuilder()
                        .withRequests(atMost(MOST_REQUESTED, own.getRequests()))
                        .withLimits(atMost(HIGHEST_LIMITS, own.getLimits()))
                        .build();
    }

    private static Map<String, Quantity> atMost(
            Map<String, Quantity> most, Map<String, Quantity> own) {
        Map<String, Quantity> result = new TreeMap<>();
        if (own != null) {
            most.forEach(
                    (name, limit) -> {
                        if (own.containsKey(name)) {
                            result.put(name, smaller(limit, own.get(name)));
                        }
                    });
            if (own.containsKey("ephemeral-storage")) {
                result.put("ephemeral-storage", own.get("ephemeral-storage"));
            }
        }
        return result;
    }

    private static Quantity smaller(Quantity most, Quantity own) {
        BigDecimal bound = Amounts.of(most).orElseThrow();
        return Amounts.of(own).filter(it -> it.compareTo(bound) > 0).isPresent() ? most : own;
    }
}
