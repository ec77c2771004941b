package io.flinkoperator.kubectl.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** FlinkDeployments of Apache's operator (flink.apache.org/v1beta1). */
final class FlinkDeployments {
    private final ObjectNode manifest;
    private final ObjectNode spec;
    private final Fields from;
    private final Remarks remarks = new Remarks();

    private FlinkDeployments(JsonNode object) {
        manifest = Conversion.head(object);
        spec = manifest.putObject("spec");
        from = new Fields("spec", object.path("spec"));
    }

    static Conversion converted(JsonNode object) {
        FlinkDeployments all = new FlinkDeployments(object);
        all.cluster();
        DeploymentPods.convert(all.from, all.spec, all.remarks);
        all.job();
        DeploymentOptions.convert(all.from.object("flinkConfiguration"), all.spec, all.remarks);
        all.taskManagers();
        all.ingress();
        all.from.left().forEach(all.remarks::lost);
        return new Conversion(all.manifest, all.remarks.all());
    }

    private void cluster() {
        from.text("flinkVersion")
                .map(it -> it.replaceFirst("^v", "").replace('_', '.'))
                .ifPresent(it -> spec.put("flinkVersion", it));
        from.text("image").ifPresent(it -> spec.withObject("/image").put("name", it));
        from.text("imagePullPolicy")
                .ifPresent(it -> spec.withObject("/image").put("pullPolicy", it));
        if (!spec.has("image")) {
            remarks.loss("spec.image is not set; set image.name");
        }
        from.move("serviceAccount", spec, "serviceAccountName");
        from.move("logConfiguration", spec, "logConfig");
        from.text("mode")
                .filter(mode -> mode.equals("native"))
                .ifPresent(
                        mode ->
                                remarks.loss(
                                        "spec.mode: native has no counterpart; taskManager.replicas says how many there are"));
        from.take("restartNonce")
                .ifPresent(
                        it ->
                                remarks.loss(
                                        "spec.restartNonce is left out; use kubectl flink restart"));
    }

    private void job() {
        Fields job = from.object("job");
        if (job.isEmpty()) {
            return;
        }
        ObjectNode to = spec.putObject("job");
        to.put("mode", "Application");
        job.move("jarURI", to, "jarFile");
        job.move("entryClass", to, "className");
        job.move("args", to, "args");
        job.move("parallelism", to, "parallelism");
        job.move("initialSavepointPath", to, "fromSavepoint");
        job.move("allowNonRestoredState", to, "allowNonRestoredState");
        job.text("state")
                .filter(state -> state.equals("suspended"))
                .ifPresent(state -> spec.put("suspend", true));
        upgradeMode(job.text("upgradeMode").orElse("stateless"), to);
        job.take("savepointTriggerNonce")
                .ifPresent(
                        it ->
                                remarks.loss(
                                        "spec.job.savepointTriggerNonce is left out; use kubectl"
                                                + " flink savepoint"));
    }

    private void upgradeMode(String mode, ObjectNode job) {
        job.put("takeSavepointOnUpdate", mode.equals("savepoint"));
        if (mode.equals("stateless")) {
            remarks.loss(
                    "spec.job.upgradeMode: stateless has no counterpart; an update goes on from the"
                            + " job's state unless it makes no checkpoints");
        }
    }

    /** A native cluster has as many as the job needs. */
    private void taskManagers() {
        int parallelism = spec.at("/job/parallelism").asInt(1);
        int slots =
                Math.max(
                        1,
                        spec.path("flinkProperties")
                                .path("taskmanager.numberOfTaskSlots")
                                .asInt(1));
        ObjectNode taskManager = spec.withObject("/taskManager");
        if (!taskManager.has("replicas")) {
            int replicas = (parallelism + slots - 1) / slots;
            taskManager.put("replicas", replicas);
            remarks.note("spec.taskManager.replicas: " + replicas + " is written down");
        }
        int jobManagers = spec.path("jobManager").path("replicas").asInt(1);
        if (jobManagers > 1) {
            spec.withObject("/jobManager").put("replicas", 1);
            spec.withObject("/highAvailability").put("replicas", jobManagers);
        }
    }

    private void ingress() {
        Fields ingress = from.object("ingress");
        if (ingress.isEmpty()) {
            return;
        }
        ObjectNode to = spec.withObject("/jobManager").putObject("ingress");
        ingress.text("template").ifPresent(template -> place(template, to));
        ingress.move("className", to, "className");
        ingress.move("annotations", to, "annotations");
        ingress.take("tls")
                .map(tls -> tls.path(0).path("secretName").asText())
                .ifPresent(
                        secret -> {
                            to.put("useTls", true);
                            Optional.of(secret)
                                    .filter(it -> !it.isEmpty())
                                    .ifPresent(it -> to.put("tlsSecretName", it));
                        });
    }

    /** Host and path; that operator compares all paths as the controller of the Ingress likes. */
    private void place(String template, ObjectNode to) {
        String[] parts = template.split("/", 2);
        if (!parts[0].isBlank()) {
            to.put("hostFormat", named(parts[0]));
        }
        if (parts.length > 1 && !parts[1].isBlank()) {
            to.put("path", "/" + named(parts[1]));
            to.put("pathType", "ImplementationSpecific");
        }
    }

    private String named(String template) {
        String namespace = manifest.at("/metadata/namespace").asText("default");
        return template.replaceAll("\\{\\{ *namespace *}}", namespace)
                .replaceAll("\\{\\{ *name *}}", "{{\\$clusterName}}");
    }
}
