package io.flinkoperator.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Texts that are equal for two clusters that have gone through the same. */
final class Traces {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final List<String> NOT_COMPARED =
            List.of(
                    "uid",
                    "resourceVersion",
                    "generation",
                    "creationTimestamp",
                    "managedFields",
                    "selfLink");

    private Traces() {}

    /** An object as Kubernetes has it. */
    static String of(String cluster, String json) {
        try {
            ObjectNode object = (ObjectNode) JSON.readTree(json);
            NOT_COMPARED.forEach(object.withObject("/metadata")::remove);
            if (!object.path("kind").asText().equals("FlinkCluster")) {
                object.remove("status");
            }
            if (object.path("kind").asText().equals("Service")) {
                object.withObject("/spec").remove(List.of("clusterIP", "clusterIPs"));
            }
            if (object.path("metadata").path("annotations").has("nudge")) {
                object.withObject("/metadata/annotations").remove("nudge");
            }
            String text = JSON.writeValueAsString(JSON.treeToValue(object, Object.class));
            return mask(text.replaceAll("\\b" + cluster + "\\b", "NAME"));
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    /** Where two texts begin to differ. */
    static String difference(String one, String other) {
        int at = 0;
        while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return part(one, at) + " instead of " + part(other, at);
    }

    private static String part(String text, int at) {
        return "…" + text.substring(Math.max(0, at - 80), Math.min(text.length(), at + 80)) + "…";
    }

    /**
     * Without ids, hashes and times, and without where a job starts from: a restarted operator may
     * have to search for what the other one knew. What a run has started from is checked by itself.
     */
    static String mask(String text) {
        return text.replaceAll("\"bash\",\"-c\",\"(?:[^\"\\\\]|\\\\.)*\",(?=\"restore\")", "")
                .replaceAll("\"restore\",(\"[^\"]*\",)*?\"--\",", "")
                .replaceAll("\"command\":\\[\"bash\",\"-c\",\"(?:[^\"\\\\]|\\\\.)*\"\\],", "")
                .replaceAll("\"--fromSavepoint\",\"[^\"]*\",", "")
                .replaceAll("\"--from-newest-checkpoint\",", "")
                .replaceAll("\"fromSavepoint\":\"[^\"]*\",", "")
                .replaceAll("\"restore\":\\{[^{}]*\\},", "")
                .replaceAll("\"state\":\"(file:///sp/|newest checkpoint in )[^\"]*\",", "")
                .replaceAll("savepoint-[0-9a-f]{6}-[0-9a-f]+", "savepoint-S")
                .replaceAll("savepoint-[0-9a-f]{6}-", "savepoint-J-")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID")
                .replaceAll("\\b[0-9a-f]{32}\\b", "ID")
                .replaceAll("NAME-[0-9a-f]{8}\\b", "NAME-UID")
                .replaceAll("\\b[0-9a-f]{16}\\b", "HASH")
                .replaceAll("\\b[0-9a-f]{10,12}\\b", "HASH")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "TIME")
                .replaceAll("\"(nodePort|healthCheckNodePort)\":\\d+", "\"$1\":N")
                .replaceAll("\"(observedGeneration|durationSeconds|generation)\":\\d+", "\"$1\":N");
    }
}
