package io.flinkoperator.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** A request for a savepoint as it was sent, or why Flink does not understand it. */
record SavepointRequest(String jobId, String triggerId, boolean stops, String folder) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> TAKE = Set.of("target-directory", "cancel-job");
    private static final Set<String> STOP = Set.of("targetDirectory", "drain");

    static SavepointRequest disposal(String triggerId) {
        return new SavepointRequest("", triggerId, false, "");
    }

    static String randomId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    FakeOperation operation(long snapshot) {
        return new FakeOperation(
                jobId, triggerId, stops, folder, snapshot, Optional.empty(), Optional.empty());
    }

    /** Empty if the body is not as this version of Flink wants it. */
    static Optional<SavepointRequest> parse(
            String jobId, boolean stops, String body, String version) {
        return read(body)
                .filter(
                        json ->
                                !isBefore115(version)
                                        || (stops ? STOP : TAKE).containsAll(names(json)))
                .map(
                        json ->
                                new SavepointRequest(
                                        jobId,
                                        json.path("triggerId").asText(randomId()),
                                        stops,
                                        json.path(stops ? "targetDirectory" : "target-directory")
                                                .asText("file:/savepoints")))
                .filter(asked -> asked.triggerId.matches("[0-9a-fA-F]{32}"));
    }

    static Optional<String> savepointPath(String body) {
        return read(body).map(json -> json.path("savepoint-path").asText());
    }

    private static Optional<JsonNode> read(String body) {
        try {
            return Optional.of(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }

    private static Set<String> names(JsonNode json) {
        var names = new TreeSet<String>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** It knows no ids and formats of requests, and refuses what it does not know. */
    private static boolean isBefore115(String version) {
        return version.matches("1\\.(\\d|1[0-4])(\\..*)?");
    }
}
