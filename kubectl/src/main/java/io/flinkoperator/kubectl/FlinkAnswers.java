package io.flinkoperator.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.Checkpoints.Retention;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.model.FlinkTasks;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.JobDetails;
import io.flinkoperator.core.model.Snapshot;
import io.flinkoperator.kubectl.text.Portrait;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a JobManager says of its jobs, as the operator would see it. */
final class FlinkAnswers {
    private FlinkAnswers() {}

    static FlinkView view(Kubernetes kubernetes, Portrait portrait, Instant now) {
        FlinkCluster cluster = portrait.cluster();
        Optional<JsonNode> overview = kubernetes.flink(cluster, "/overview");
        Optional<JsonNode> jobs = kubernetes.flink(cluster, "/jobs/overview");
        if (overview.isEmpty() || jobs.isEmpty()) {
            return new FlinkView.Unreachable("the API server cannot reach it");
        }
        return new FlinkView.Reachable(
                overview.get().path("flink-version").asText(),
                overview.get().path("taskmanagers").asInt(),
                overview.get().path("slots-total").asInt(),
                stream(jobs.get().path("jobs")).map(FlinkAnswers::job).toList(),
                now,
                Instant.EPOCH,
                portrait.job().map(JobStatus::id).flatMap(id -> details(kubernetes, cluster, id)));
    }

    private static FlinkJob job(JsonNode job) {
        FlinkJobState state = FlinkJobState.of(job.path("state").asText());
        return new FlinkJob(
                job.path("jid").asText(),
                job.path("name").asText(),
                state,
                FlinkTasks.of(it -> job.path("tasks").path(it).asInt()),
                time(job.path("start-time")),
                state.isTerminal() ? Optional.of(time(job.path("end-time"))) : Optional.empty(),
                Optional.empty());
    }

    private static Optional<JobDetails> details(
            Kubernetes kubernetes, FlinkCluster cluster, String id) {
        Optional<JsonNode> config =
                kubernetes.flink(cluster, "/jobs/" + id + "/checkpoints/config");
        Optional<JsonNode> counts = kubernetes.flink(cluster, "/jobs/" + id + "/checkpoints");
        return config.isEmpty() || counts.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new JobDetails(
                                id,
                                Optional.of(checkpoints(config.get(), counts.get())),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
    }

    /** What is off has the longest interval there is. */
    private static Checkpoints checkpoints(JsonNode config, JsonNode answer) {
        return new Checkpoints(
                config.path("interval").asLong() < Long.MAX_VALUE,
                retention(config.path("externalization")),
                answer.path("counts").path("completed").asLong(),
                newest(answer, false),
                newest(answer, true),
                false,
                Optional.empty());
    }

    private static Retention retention(JsonNode externalization) {
        if (!externalization.path("enabled").asBoolean()) {
            return Retention.NEVER;
        }
        return externalization.path("delete_on_cancellation").asBoolean()
                ? Retention.ON_FAILURE
                : Retention.ALWAYS;
    }

    private static Optional<Snapshot> newest(JsonNode answer, boolean isSavepoint) {
        JsonNode one = answer.path("latest").path(isSavepoint ? "savepoint" : "completed");
        return List.of(one).stream()
                .filter(it -> it.path("external_path").asText().contains(":/"))
                .map(
                        it ->
                                new Snapshot(
                                        it.path("id").asLong(),
                                        it.path("external_path").asText(),
                                        time(it.path("trigger_timestamp"))))
                .findFirst();
    }

    private static Stream<JsonNode> stream(JsonNode all) {
        return StreamSupport.stream(all.spliterator(), false);
    }

    private static Instant time(JsonNode milliseconds) {
        return Instant.ofEpochMilli(milliseconds.asLong());
    }
}
