package io.flinkoperator.core.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Variables that the entrypoint of the official images makes options of. Flink's container cannot
 * write its configuration, so the operator does it, and sees these options like all others.
 */
final class ImageVariables {
    private static final String PROPERTIES = "FLINK_PROPERTIES";
    private static final String SLOTS = "TASK_MANAGER_NUMBER_OF_TASK_SLOTS";
    private static final String ADDRESS = "JOB_MANAGER_RPC_ADDRESS";

    private ImageVariables() {}

    /** The spec with these options, which win over flinkProperties as they do in the image. */
    static ObjectNode asOptions(ObjectNode spec) {
        Map<String, String> options = new TreeMap<>();
        for (JsonNode variable : spec.path("envVars")) {
            String value = variable.path("value").asText();
            if (SLOTS.equals(variable.path("name").asText()) && !value.isBlank()) {
                options.putIfAbsent("taskmanager.numberOfTaskSlots", value.strip());
            } else if (PROPERTIES.equals(variable.path("name").asText())) {
                value.lines().forEach(line -> addOption(options, line));
            }
        }
        boolean mayHave =
                !spec.hasNonNull("flinkProperties") || spec.get("flinkProperties").isObject();
        if (options.isEmpty() || !mayHave) {
            return spec;
        }
        ObjectNode result = spec.deepCopy();
        ObjectNode all =
                result.hasNonNull("flinkProperties")
                        ? result.withObject("/flinkProperties")
                        : result.putObject("flinkProperties");
        options.forEach(all::put);
        return result;
    }

    private static void addOption(Map<String, String> options, String line) {
        int colon = line.indexOf(':');
        if (colon > 0 && !line.strip().startsWith("#")) {
            String value = line.substring(colon + 1).replaceFirst("(^|\\s)#.*", "");
            options.put(line.substring(0, colon).strip(), value.strip());
        }
    }

    /** What of them has no effect. */
    static List<Problem> warnings(List<EnvVar> variables) {
        Problems warnings = new Problems();
        for (EnvVar variable : variables) {
            String field = "spec.envVars." + variable.getName();
            boolean isOption =
                    List.of(PROPERTIES, SLOTS).contains(String.valueOf(variable.getName()));
            if (ADDRESS.equals(variable.getName())) {
                warnings.add(
                        field,
                        "has no effect: the operator owns jobmanager.rpc.address, and Flink's"
                                + " container cannot change its configuration");
            } else if (isOption && variable.getValueFrom() != null) {
                warnings.add(
                        field,
                        "has no effect with valueFrom: the operator writes the configuration, and"
                                + " Flink's container cannot change it; use flinkProperties");
            } else if (PROPERTIES.equals(variable.getName())
                    && String.valueOf(variable.getValue()).indexOf('$') >= 0) {
                warnings.add(
                        field,
                        "is taken as it is written: variables ($NAME) in it are not replaced");
            }
        }
        return warnings.all();
    }
}
