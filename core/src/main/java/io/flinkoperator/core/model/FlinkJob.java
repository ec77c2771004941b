package io.flinkoperator.core.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A job as a JobManager reports it.
 *
 * @param id Job id, 32 hexadecimal digits.
 * @param name Name of the job.
 * @param state State of the job.
 * @param tasks How many of its tasks run.
 * @param startTime When the JobManager accepted the job.
 * @param endTime When the job was over; empty while it runs.
 * @param failure First line of the exception that the job failed with; empty unless it failed.
 */
public record FlinkJob(
        String id,
        String name,
        FlinkJobState state,
        FlinkTasks tasks,
        Instant startTime,
        Optional<Instant> endTime,
        Optional<String> failure) {}
