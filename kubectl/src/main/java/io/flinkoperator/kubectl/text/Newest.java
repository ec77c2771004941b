package io.flinkoperator.kubectl.text;

import io.flinkoperator.api.JobStatus;
import io.flinkoperator.core.decide.Status;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The newest state of a job that is known.
 *
 * @param kind Savepoint or checkpoint.
 * @param time When it was taken.
 * @param path Where it is.
 */
record Newest(String kind, String time, String path) {

    static Optional<Newest> of(JobStatus job) {
        return Stream.of(
                        new Newest("savepoint", job.savepointTime(), job.savepointLocation()),
                        new Newest("checkpoint", job.checkpointTime(), job.checkpointLocation()))
                .filter(it -> Status.time(it.time()).isPresent())
                .max(Comparator.comparing(it -> Status.time(it.time()).orElseThrow()));
    }
}
