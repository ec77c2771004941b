package io.flinkoperator.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/** Status and body of an answer in the forms that Flink 2.3 uses. */
record FlinkAnswer(int status, String contentType, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REST_EXCEPTION =
            "org.apache.flink.runtime.rest.handler.RestHandlerException: ";
    private static final String FRAME =
            "\n\tat org.apache.flink.runtime.rest.handler.Fake.handle(Fake.java:1)";

    static FlinkAnswer of(Behaviour.Broken broken) {
        return new FlinkAnswer(broken.status(), broken.contentType(), broken.body());
    }

    static FlinkAnswer json(int status, Object value) {
        try {
            return new FlinkAnswer(
                    status, "application/json; charset=UTF-8", JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("No JSON for " + value, e);
        }
    }

    static FlinkAnswer ok(Object value) {
        return json(200, value);
    }

    /** Flink sends messages without a trace only for paths it does not know. */
    static FlinkAnswer unknownPath(String method, String path) {
        var message =
                method.equals("GET")
                        ? "Unable to load requested file %s.".formatted(path)
                        : "Not found: " + path;
        return json(404, Map.of("errors", List.of(message)));
    }

    static FlinkAnswer jobNotFound(String id) {
        return error(
                404,
                "org.apache.flink.runtime.rest.NotFoundException: Job %1$s not found".formatted(id)
                        + FRAME
                        + "\nCaused by: org.apache.flink.runtime.messages.FlinkJobNotFoundException:"
                        + " Could not find Flink job (%1$s)".formatted(id));
    }

    static FlinkAnswer refused(int status, String message) {
        return error(status, REST_EXCEPTION + message);
    }

    /** The whole chain of causes stands in one text, the reason at its end. */
    static FlinkAnswer applicationFailed(String reason) {
        return refused(
                400,
                "Could not execute application."
                        + FRAME
                        + "\nCaused by: java.util.concurrent.CompletionException:"
                        + " org.apache.flink.util.FlinkRuntimeException:"
                        + " Could not execute application."
                        + "\nCaused by: org.apache.flink.util.FlinkRuntimeException:"
                        + " Could not execute application."
                        + "\nCaused by: "
                        + reason);
    }

    static FlinkAnswer internalError(String message) {
        return json(
                500,
                Map.of(
                        "errors",
                        List.of(
                                "Internal server error.",
                                "<Exception on server side:\n"
                                        + "java.util.concurrent.CompletionException: "
                                        + REST_EXCEPTION
                                        + message
                                        + FRAME
                                        + "\n\nEnd of exception on server side>")));
    }

    private static FlinkAnswer error(int status, String text) {
        return json(status, Map.of("errors", List.of(text + FRAME + "\n")));
    }
}
