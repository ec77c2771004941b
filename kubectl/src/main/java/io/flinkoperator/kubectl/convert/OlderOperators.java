package io.flinkoperator.kubectl.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flinkoperator.core.spec.Spellings;
import java.util.List;

/**
 * FlinkClusters of the reference operator and its fork: the same kind, in today's spelling. Where
 * the old default was another one, it is written down, so that the manifest means what it meant.
 */
final class OlderOperators {
    private final ObjectNode spec;
    private final Remarks remarks = new Remarks();

    private OlderOperators(ObjectNode spec) {
        this.spec = spec;
    }

    static Conversion converted(JsonNode object) {
        ObjectNode manifest = Conversion.head(object);
        OlderOperators all = new OlderOperators(spec(object.path("spec")));
        // Only the fork has this field, and requires it.
        if (all.spec.has("flinkVersion")) {
            all.forkDefaults();
        } else {
            all.referenceDefaults();
        }
        all.defaultsOfBoth();
        all.savepoint(object.path("status"));
        manifest.set("spec", all.spec);
        return new Conversion(manifest, all.remarks.all());
    }

    private static ObjectNode spec(JsonNode written) {
        return written.isObject()
                ? Spellings.current(written)
                : JsonNodeFactory.instance.objectNode();
    }

    private void defaultsOfBoth() {
        set("/image/pullPolicy", TextNode.valueOf("Always"));
        if (spec.path("job") instanceof ObjectNode job && job.remove("noLoggingToStdout") != null) {
            remarks.lost("spec.job.noLoggingToStdout");
        }
    }

    private void referenceDefaults() {
        if (spec.path("job").isObject()) {
            set("/job/parallelism", IntNode.valueOf(1));
        }
        if (!spec.path("flinkProperties").has("taskmanager.numberOfTaskSlots")) {
            spec.withObject("/flinkProperties").put("taskmanager.numberOfTaskSlots", "1");
            remarks.note("spec.flinkProperties.taskmanager.numberOfTaskSlots: 1 is written down");
        }
    }

    private void forkDefaults() {
        for (String component : List.of("jobManager", "taskManager")) {
            ObjectNode own = spec.withObject("/" + component);
            if (!own.has("resources")) {
                ObjectNode resources = own.putObject("resources");
                resources.putObject("requests").put("cpu", "200m").put("memory", "512Mi");
                resources.putObject("limits").put("cpu", "2").put("memory", "2Gi");
                remarks.note("spec." + component + ".resources is written down");
            }
            if (!own.path("volumeClaimTemplates").isEmpty()
                    && !own.has("persistentVolumeClaimRetentionPolicy")) {
                own.putObject("persistentVolumeClaimRetentionPolicy").put("whenDeleted", "Delete");
                remarks.note(
                        "spec."
                                + component
                                + ".persistentVolumeClaimRetentionPolicy is written down");
            }
        }
    }

    private void set(String pointer, JsonNode value) {
        if (spec.at(pointer).isMissingNode()) {
            int last = pointer.lastIndexOf('/');
            spec.withObject(pointer.substring(0, last)).set(pointer.substring(last + 1), value);
            remarks.note(
                    "spec"
                            + pointer.replace('/', '.')
                            + ": "
                            + value.asText()
                            + " is written down, since it was the default");
        }
    }

    private void savepoint(JsonNode status) {
        String path = status.at("/components/job/savepointLocation").asText();
        if (!path.isEmpty() && !path.equals(spec.at("/job/fromSavepoint").asText())) {
            remarks.note(
                    "its status names a savepoint; to go on from it, set job.fromSavepoint: "
                            + path);
        }
    }
}
