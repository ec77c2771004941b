package io.flinkoperator.core.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flinkoperator.api.FlinkClusterSpec;
import java.util.List;

/**
 * Turns what the reference operator and its fork take into one spelling: older names of fields, and
 * blank texts for what is not set. Everything that reads a spec reads it from here.
 */
public final class Spellings {
    /** What the first versions of v1alpha1 called OnFailure. */
    private static final TextNode RESTART = TextNode.valueOf("FromSavepointOnFailure");

    private Spellings() {}

    /** The spec in today's spelling; what is written in both counts in today's. */
    public static ObjectNode current(JsonNode spec) {
        ObjectNode result = spec.deepCopy();
        Blanks.remove(result, FlinkClusterSpec.class);
        move(result, "/batchSchedulerName", "/batchScheduler/name");
        move(result, "/jobManager/ServiceAnnotations", "/jobManager/serviceAnnotations");
        move(result, "/jobManager/ServiceLabels", "/jobManager/serviceLabels");
        move(result, "/job/takeSavepointOnUpgrade", "/job/takeSavepointOnUpdate");
        move(result, "/job/autoSavePointSeconds", "/job/autoSavepointSeconds");
        move(result, "/job/savepoint", "/job/fromSavepoint");
        move(result, "/jobManager/mounts", "/jobManager/volumeMounts");
        move(result, "/taskManager/mounts", "/taskManager/volumeMounts");
        move(result, "/job/mounts", "/job/volumeMounts");
        if (result.at("/job/restartPolicy").asText().equals("OnFailure")) {
            result.withObject("/job").set("restartPolicy", RESTART);
        }
        return result;
    }

    /** What is read, but was never the name of a field: guides had it so. */
    static List<Problem> misspelt(JsonNode spec) {
        return spec.at("/job/autoSavePointSeconds").isMissingNode()
                ? List.of()
                : List.of(
                        new Problem(
                                "spec.job.autoSavePointSeconds",
                                "is read as autoSavepointSeconds; write it so"));
    }

    private static void move(ObjectNode spec, String from, String to) {
        JsonNode value = spec.at(from);
        if (value.isMissingNode() || value.isNull()) {
            return;
        }
        parent(spec, from).remove(nameIn(from));
        if (spec.at(to).isMissingNode() && mayHave(spec, to)) {
            parent(spec, to).set(nameIn(to), value);
        }
    }

    private static ObjectNode parent(ObjectNode spec, String path) {
        String above = path.substring(0, path.lastIndexOf('/'));
        return above.isEmpty() ? spec : spec.withObject(above);
    }

    /** Whether what is above the path is an object, or can become one. */
    private static boolean mayHave(ObjectNode spec, String path) {
        JsonNode above = spec.at(path.substring(0, path.lastIndexOf('/')));
        return above.isMissingNode() || above.isObject();
    }

    private static String nameIn(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
