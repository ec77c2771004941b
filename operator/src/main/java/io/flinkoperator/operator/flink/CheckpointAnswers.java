package io.flinkoperator.operator.flink;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.Checkpoints.Retention;
import io.flinkoperator.core.model.Snapshot;
import io.flinkoperator.operator.flink.FlinkClient.CheckpointConfig;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads what /jobs/:id/checkpoints and /jobs/:id/checkpoints/config answer. */
final class CheckpointAnswers {
    private static final String IN_PROGRESS = "IN_PROGRESS";
    private static final int MANY = 3;
    private static final String NO_PATH = "<checkpoint-not-externally-addressable>";

    private CheckpointAnswers() {}

    /** What is off has the longest interval there is. */
    static CheckpointConfig config(JsonNode answer) {
        boolean isEnabled = FlinkClient.required(answer, "interval").asLong() < Long.MAX_VALUE;
        return new CheckpointConfig(isEnabled, retention(answer.path("externalization")));
    }

    private static Retention retention(JsonNode externalization) {
        if (!externalization.path("enabled").asBoolean()) {
            return Retention.NEVER;
        }
        return externalization.path("delete_on_cancellation").asBoolean()
                ? Retention.ON_FAILURE
                : Retention.ALWAYS;
    }

    static Checkpoints checkpoints(CheckpointConfig config, JsonNode answer) {
        return new Checkpoints(
                config.enabled(),
                config.retention(),
                FlinkClient.required(answer, "counts").path("completed").asLong(),
                newest(answer, false),
                newest(answer, true),
                entries(answer.path("history"))
                        .anyMatch(one -> isSavepoint(one) && is(one, IN_PROGRESS)),
                failing(answer));
    }

    /** One that fails says little, since the next one may be completed; the newest comes first. */
    private static Optional<String> failing(JsonNode answer) {
        List<JsonNode> last =
                entries(answer.path("history"))
                        .filter(one -> !isSavepoint(one) && !is(one, IN_PROGRESS))
                        .limit(MANY)
                        .filter(one -> is(one, "FAILED"))
                        .toList();
        return last.size() < MANY
                ? Optional.empty()
                : Optional.of(last.get(0).path("failure_message").asText("Flink gives no reason"));
    }

    /** A savepoint that was overtaken by a later one stands among the checkpoints up to 1.20. */
    private static Optional<Snapshot> newest(JsonNode answer, boolean isSavepoint) {
        return Stream.concat(entries(answer.path("latest")), entries(answer.path("history")))
                .filter(one -> is(one, "COMPLETED") && isSavepoint(one) == isSavepoint)
                .filter(one -> !one.path("discarded").asBoolean())
                .filter(CheckpointAnswers::hasPath)
                .map(CheckpointAnswers::snapshot)
                .max(Comparator.comparingLong(Snapshot::id));
    }

    private static Stream<JsonNode> entries(JsonNode all) {
        return StreamSupport.stream(all.spliterator(), false);
    }

    private static boolean is(JsonNode one, String status) {
        return status.equals(one.path("status").asText());
    }

    private static boolean isSavepoint(JsonNode one) {
        return one.path("is_savepoint").asBoolean();
    }

    private static boolean hasPath(JsonNode one) {
        String path = one.path("external_path").asText("");
        return !path.isEmpty() && !path.equals("null") && !path.equals(NO_PATH);
    }

    private static Snapshot snapshot(JsonNode one) {
        return new Snapshot(
                one.path("id").asLong(),
                one.path("external_path").asText(),
                Instant.ofEpochMilli(one.path("trigger_timestamp").asLong()));
    }
}
