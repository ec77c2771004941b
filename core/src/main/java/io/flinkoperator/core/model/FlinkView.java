package io.flinkoperator.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is known of a JobManager by its REST API. Not seeing it is never taken for its absence. */
public sealed interface FlinkView {

    /** The JobManager was not asked yet: the operator has just started, or the cluster is new. */
    record NotAsked() implements FlinkView {}

    /**
     * The JobManager did not answer.
     *
     * @param reason What was attempted and what came back, as a sentence without a period.
     */
    record Unreachable(String reason) implements FlinkView {}

    /**
     * The JobManager answered.
     *
     * @param version Flink version that it reports.
     * @param taskManagers Number of TaskManagers that are registered.
     * @param slots Number of task slots that are registered, used ones included.
     * @param jobs All jobs that it knows.
     * @param asOf When the answer was asked for.
     * @param jobsSince When this set of job ids was first seen.
     * @param details What was asked of one job; empty if nothing was, or if there is no such job.
     */
    record Reachable(
            String version,
            int taskManagers,
            int slots,
            List<FlinkJob> jobs,
            Instant asOf,
            Instant jobsSince,
            Optional<JobDetails> details)
            implements FlinkView {

        public Reachable {
            jobs = List.copyOf(jobs);
        }

        /** The job with an id. */
        public Optional<FlinkJob> job(String id) {
            return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
        }

        /** The same with what was asked of one job. */
        public Reachable with(JobDetails answer) {
            return new Reachable(
                    version, taskManagers, slots, jobs, asOf, jobsSince, Optional.of(answer));
        }

        /**
         * Whether the view that was told last says all of this, time of asking aside. A detail that
         * is not known this time is not news.
         */
        public boolean saysTheSameAs(FlinkView told) {
            return told instanceof Reachable that
                    && version.equals(that.version)
                    && taskManagers == that.taskManagers
                    && slots == that.slots
                    && jobs.equals(that.jobs)
                    && details.map(now -> that.details.filter(now::addsNothingTo).isPresent())
                            .orElse(true);
        }

        @Override
        public FlinkView after(FlinkView told) {
            return told instanceof Reachable that && that.details.isPresent()
                    ? details.map(now -> with(now.orFrom(that.details.get())))
                            .orElseGet(() -> with(that.details.get()))
                    : this;
        }
    }

    /** This view, with details of the one told before where this one does not know them. */
    default FlinkView after(FlinkView told) {
        return this;
    }
}
