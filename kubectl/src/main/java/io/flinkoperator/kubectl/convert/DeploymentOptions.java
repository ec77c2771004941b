package io.flinkoperator.kubectl.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Options of a FlinkDeployment: Flink's own stay, those of its operator become fields. */
final class DeploymentOptions {
    private static final String OPERATOR = "kubernetes.operator.";
    private static final Map<String, String> SECONDS =
            Map.of(
                    OPERATOR + "periodic.savepoint.interval",
                    "/job/autoSavepointSeconds",
                    OPERATOR + "savepoint.history.max.age",
                    "/job/savepointRetention/maxAgeSeconds",
                    OPERATOR + "job.upgrade.last-state.max.allowed.checkpoint.age",
                    "/job/maxStateAgeToRestoreSeconds");
    private static final Map<String, String> SCOPES =
            Map.of(
                    "clusterip", "Cluster",
                    "headless_clusterip", "Headless",
                    "nodeport", "NodePort",
                    "loadbalancer", "External");

    private final Map<String, String> options = new TreeMap<>();
    private final ObjectNode spec;
    private final Remarks remarks;

    private DeploymentOptions(ObjectNode spec, Remarks remarks) {
        this.spec = spec;
        this.remarks = remarks;
    }

    static void convert(Fields from, ObjectNode spec, Remarks remarks) {
        DeploymentOptions all = new DeploymentOptions(spec, remarks);
        from.all().forEach((name, value) -> all.flatten(name, value));
        all.highAvailability();
        all.accessScope();
        all.fieldsOfTheJob();
        all.leaveOut();
        if (!all.options.isEmpty()) {
            ObjectNode to = spec.putObject("flinkProperties");
            all.options.forEach(to::put);
        }
    }

    private void flatten(String name, JsonNode value) {
        if (value.isObject()) {
            value.properties()
                    .forEach(field -> flatten(name + "." + field.getKey(), field.getValue()));
        } else {
            options.put(name, value.isArray() ? value.toString() : value.asText());
        }
    }

    private void highAvailability() {
        String type =
                Optional.ofNullable(options.get("high-availability.type"))
                        .orElse(options.getOrDefault("high-availability", ""))
                        .toLowerCase(Locale.ROOT);
        if (!type.contains("kubernetes") || !options.containsKey("high-availability.storageDir")) {
            return;
        }
        options.remove("high-availability.type");
        options.remove("high-availability");
        spec.withObject("/highAvailability")
                .put("storageDir", options.remove("high-availability.storageDir"));
    }

    private void accessScope() {
        Optional.ofNullable(options.remove("kubernetes.rest-service.exposed.type"))
                .map(it -> SCOPES.get(it.toLowerCase(Locale.ROOT)))
                .ifPresent(it -> spec.withObject("/jobManager").put("accessScope", it));
    }

    private void fieldsOfTheJob() {
        if (!spec.has("job")) {
            return;
        }
        SECONDS.forEach(
                (option, field) ->
                        Optional.ofNullable(options.get(option))
                                .flatMap(Sizes::seconds)
                                .filter(seconds -> seconds > 0)
                                .ifPresent(seconds -> put(option, field, seconds)));
        Optional.ofNullable(options.remove(OPERATOR + "savepoint.history.max.count"))
                .ifPresent(
                        it ->
                                spec.withObject("/job/savepointRetention")
                                        .put("count", Integer.parseInt(it)));
        boolean isSavedOnDeletion =
                Boolean.parseBoolean(options.remove(OPERATOR + "job.savepoint-on-deletion"));
        spec.withObject("/job").put("savepointOnDeletion", isSavedOnDeletion);
        if (Boolean.parseBoolean(options.remove(OPERATOR + "job.restart.failed"))) {
            spec.withObject("/job").put("restartPolicy", "FromSavepointOnFailure");
        }
    }

    private void put(String option, String field, long seconds) {
        int last = field.lastIndexOf('/');
        spec.withObject(field.substring(0, last)).put(field.substring(last + 1), seconds);
        options.remove(option);
    }

    /** What steers that operator, or Flink's own way to Kubernetes, steers nothing here. */
    private void leaveOut() {
        List<String> others =
                options.keySet().stream()
                        .filter(
                                name ->
                                        name.startsWith("kubernetes.")
                                                || name.startsWith("job.autoscaler."))
                        .toList();
        others.forEach(
                name -> {
                    options.remove(name);
                    remarks.lost("spec.flinkConfiguration." + name);
                });
    }
}
