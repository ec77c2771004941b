package io.flinkoperator.operator.flink;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkoperator.core.model.Exceptions;
import io.flinkoperator.core.model.SavepointResult;
import io.flinkoperator.core.model.SavepointResult.State;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what Flink answers to the question what became of an asynchronous operation. */
final class OperationAnswers {
    private static final Pattern SAVED =
            Pattern.compile("A savepoint has been created at: (.+?), but the corresponding job");
    private static final String GONE = "Cannot find checkpoint or savepoint file/directory";

    private OperationAnswers() {}

    static SavepointResult unknown(String triggerId) {
        return new SavepointResult(triggerId, State.UNKNOWN, Optional.empty(), Optional.empty());
    }

    /** Of a savepoint, with or without stopping the job. */
    static SavepointResult savepoint(String triggerId, JsonNode answer) {
        return isOver(answer)
                ? failure(answer)
                        .map(trace -> failed(triggerId, trace))
                        .orElseGet(() -> completed(triggerId, location(answer)))
                : inProgress(triggerId);
    }

    /** Of a disposal; what is gone has been disposed of before. */
    static SavepointResult disposal(String triggerId, JsonNode answer) {
        return isOver(answer)
                ? failure(answer)
                        .filter(trace -> !trace.contains(GONE))
                        .map(trace -> failed(triggerId, trace))
                        .orElseGet(() -> completed(triggerId, Optional.empty()))
                : inProgress(triggerId);
    }

    private static boolean isOver(JsonNode answer) {
        return FlinkClient.required(answer, "status").path("id").asText().equals("COMPLETED");
    }

    private static Optional<String> location(JsonNode answer) {
        return Optional.ofNullable(answer.at("/operation/location").textValue());
    }

    /** A stack trace. */
    private static Optional<String> failure(JsonNode answer) {
        JsonNode cause = answer.at("/operation/failure-cause");
        return cause.isObject()
                ? Optional.of(cause.path("stack-trace").asText(cause.path("class").asText("")))
                : Optional.empty();
    }

    private static SavepointResult inProgress(String triggerId) {
        return new SavepointResult(
                triggerId, State.IN_PROGRESS, Optional.empty(), Optional.empty());
    }

    private static SavepointResult completed(String triggerId, Optional<String> path) {
        return new SavepointResult(triggerId, State.COMPLETED, path, Optional.empty());
    }

    private static SavepointResult failed(String triggerId, String trace) {
        Matcher saved = SAVED.matcher(trace);
        return new SavepointResult(
                triggerId,
                State.FAILED,
                saved.find() ? Optional.of(saved.group(1)) : Optional.empty(),
                Exceptions.mostTelling(trace).or(() -> Optional.of("no reason given")));
    }
}
