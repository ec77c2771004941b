package io.flinkoperator.operator.poll;

import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.JobDetails;
import io.flinkoperator.core.model.Question;
import io.flinkoperator.operator.flink.FlinkClient;
import io.flinkoperator.operator.flink.FlinkClient.CheckpointConfig;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Asks a JobManager about one job; what it does not answer is empty, and fails nothing else. */
final class JobQuestions {

    private record Known(String jobId, CheckpointConfig config) {}

    private final FlinkClient client;
    private final URI jobManager;
    private volatile Optional<Known> known = Optional.empty();

    JobQuestions(FlinkClient client, URI jobManager) {
        this.client = client;
        this.jobManager = jobManager;
    }

    /** Never fails. */
    CompletableFuture<JobDetails> ask(Question question) {
        String id = question.jobId();
        var checkpoints = optional(checkpoints(id));
        var savepoint =
                answer(question.savepoint(), it -> client.savepoint(jobManager, id, it.id()));
        var disposal = answer(question.disposal(), it -> client.disposal(jobManager, it));
        var restarts =
                answer(
                                Optional.of(id).filter(it -> question.restarts()),
                                it -> client.restarts(jobManager, it))
                        .thenApply(count -> count.flatMap(Function.identity()));
        return CompletableFuture.allOf(checkpoints, savepoint, disposal, restarts)
                .thenApply(
                        done ->
                                new JobDetails(
                                        id,
                                        checkpoints.join(),
                                        savepoint.join(),
                                        disposal.join(),
                                        restarts.join()));
    }

    private CompletableFuture<Checkpoints> checkpoints(String jobId) {
        return config(jobId).thenCompose(it -> client.checkpoints(jobManager, jobId, it));
    }

    /** Asked once for each job: it does not change. */
    private CompletableFuture<CheckpointConfig> config(String jobId) {
        return known.filter(it -> it.jobId().equals(jobId))
                .map(it -> CompletableFuture.completedFuture(it.config()))
                .orElseGet(() -> client.checkpointConfig(jobManager, jobId))
                .thenApply(
                        config -> {
                            known = Optional.of(new Known(jobId, config));
                            return config;
                        });
    }

    private static <Q, A> CompletableFuture<Optional<A>> answer(
            Optional<Q> question, Function<Q, CompletableFuture<A>> asking) {
        return question.map(it -> optional(asking.apply(it)))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private static <A> CompletableFuture<Optional<A>> optional(CompletableFuture<A> answer) {
        return answer.thenApply(Optional::of).exceptionally(failure -> Optional.empty());
    }
}
