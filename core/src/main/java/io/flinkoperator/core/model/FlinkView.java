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
     * @param slots Number of task slots that are registered, used ones included.
     * @param jobs All jobs that it knows.
     * @param asOf When the answer was asked for.
     * @param jobsSince When this set of job ids was first seen.
     */
    record Reachable(
            String version, int slots, List<FlinkJob> jobs, Instant asOf, Instant jobsSince)
            implements FlinkView {

        public Reachable {
            jobs = List.copyOf(jobs);
        }

        /** The job with an id. */
        public Optional<FlinkJob> job(String id) {
            return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
        }

        /** Whether the other view tells nothing new, time of asking aside. */
        public boolean saysTheSameAs(FlinkView other) {
            return other instanceof Reachable that
                    && version.equals(that.version)
                    && slots == that.slots
                    && jobs.equals(that.jobs);
        }
    }
}
