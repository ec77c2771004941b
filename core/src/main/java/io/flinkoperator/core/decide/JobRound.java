package io.flinkoperator.core.decide;

import io.flinkoperator.api.JobSpec;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.Jobs;
import io.flinkoperator.core.spec.Revision;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the job of a job cluster in one round.
 *
 * @param before The state that was recorded.
 * @param after The state that follows.
 * @param row The row of the table that led there; empty if the state stays.
 * @param facts What it was decided by.
 * @param jobId Flink job id of the present run.
 * @param submitter The Kubernetes Job that brings it in.
 * @param status What is recorded of the job.
 */
record JobRound(
        JobState before,
        JobState after,
        Optional<JobTransitions.Row> row,
        Facts facts,
        String jobId,
        Submitter submitter,
        JobStatus status) {

    static JobRound of(
            ValidCluster cluster,
            Observation seen,
            Components components,
            Optional<JobStatus> recorded,
            boolean specChanged) {
        JobState before = JobState.of(recorded.map(JobStatus::state).orElse(null));
        int attempt = recorded.map(JobStatus::attempt).orElse(0);
        String derived = Revision.jobId(cluster.uid(), cluster.revision(), attempt);
        boolean isDerived =
                before == JobState.NONE
                        || before == JobState.PENDING
                        || before == JobState.UPDATING;
        String jobId = isDerived ? derived : recorded.map(JobStatus::id).orElse(derived);
        Submitter submitter =
                Submitter.of(
                        seen,
                        cluster.isApplication()
                                ? components.jobManagerJob()
                                : components.submitter(),
                        jobId);
        Facts facts = Facts.of(cluster, seen, components, submitter, jobId, specChanged);
        Optional<JobTransitions.Row> row = JobTransitions.next(before, facts);
        JobState after = row.map(JobTransitions.Row::to).orElse(before);
        JobStatus status =
                new Recorder(cluster, seen, recorded, jobId, submitter, attempt)
                        .status(before, after);
        return new JobRound(before, after, row, facts, jobId, submitter, status);
    }

    /** Whether the Kubernetes Job that brings the job in has to be created, or created again. */
    boolean mustSubmit() {
        return after == JobState.DEPLOYING
                && !facts.specChanged()
                && facts.submitter() == Submitter.State.NONE
                && (facts.isApplication() ? !facts.otherJobManager() : facts.canTakeJob());
    }

    /** Writes down what is known of the job. */
    private record Recorder(
            ValidCluster cluster,
            Observation seen,
            Optional<JobStatus> recorded,
            String jobId,
            Submitter submitter,
            int attempt) {

        JobStatus status(JobState before, JobState after) {
            if (after == JobState.PENDING) {
                int next = before == JobState.UPDATING ? attempt + 1 : attempt;
                return new JobStatus(
                        null, null, null, after.word(), next, null, null, null, null, List.of());
            }
            Optional<FlinkJob> job = job();
            boolean begins = before != after && after == JobState.DEPLOYING;
            return new JobStatus(
                    jobId,
                    job.map(FlinkJob::name).or(() -> recorded.map(JobStatus::name)).orElse(null),
                    Jobs.name(cluster),
                    after.word(),
                    attempt,
                    begins
                            ? cluster.job().map(JobSpec::fromSavepoint).orElse(null)
                            : recorded.map(JobStatus::fromSavepoint).orElse(null),
                    begins
                            ? Status.text(seen.now())
                            : recorded.map(JobStatus::deployTime).orElse(null),
                    job.map(FlinkJob::startTime)
                            .map(Status::text)
                            .or(() -> recorded.map(JobStatus::startTime))
                            .orElse(null),
                    after.isOver() ? completionTime(before, job) : null,
                    failureReasons(after, job));
        }

        private Optional<FlinkJob> job() {
            return seen.flink() instanceof FlinkView.Reachable up
                    ? up.job(jobId)
                    : Optional.empty();
        }

        private String completionTime(JobState before, Optional<FlinkJob> job) {
            return job.flatMap(FlinkJob::endTime)
                    .map(Status::text)
                    .or(() -> recorded.map(JobStatus::completionTime))
                    .or(() -> submitter.endTime().map(Status::text))
                    .orElseGet(() -> before.isOver() ? null : Status.text(seen.now()));
        }

        private List<String> failureReasons(JobState after, Optional<FlinkJob> job) {
            if (after == JobState.RUNNING || after == JobState.SUCCEEDED) {
                return List.of();
            }
            List<String> known = recorded.map(JobStatus::failureReasons).orElse(List.of());
            if (!known.isEmpty()) {
                return known;
            }
            return job.flatMap(FlinkJob::failure)
                    .or(submitter::failure)
                    .or(
                            () ->
                                    after == JobState.LOST
                                            ? Optional.of("the JobManager no longer knows the job")
                                            : Optional.empty())
                    .map(List::of)
                    .orElse(List.of());
        }
    }
}
