package io.flinkoperator.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What a job was submitted with; a jar's own fields are empty if the test submitted it itself. */
public record FakeSubmission(
        String jobId,
        String name,
        int parallelism,
        String jarId,
        List<String> arguments,
        String savepointPath) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public FakeSubmission {
        arguments = List.copyOf(arguments);
    }

    static FakeSubmission byTest(String jobId, String name, int parallelism) {
        return new FakeSubmission(jobId, name, parallelism, "", List.of(), "");
    }

    /** The body of a run request, empty if it is no JSON; the job is named for its class. */
    static Optional<FakeSubmission> parse(String jarId, String body) {
        try {
            var json = body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
            var randomId = UUID.randomUUID().toString().replace("-", "");
            return Optional.of(
                    new FakeSubmission(
                            json.path("jobId").asText(randomId),
                            json.path("entryClass").asText(jarId),
                            json.path("parallelism").asInt(1),
                            jarId,
                            texts(json.path("programArgsList")),
                            json.path("savepointPath").asText("")));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }
}
