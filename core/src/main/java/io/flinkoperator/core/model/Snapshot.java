package io.flinkoperator.core.model;

import java.time.Instant;

/**
 * A completed checkpoint or savepoint of a job.
 *
 * @param id Number within the job's run; checkpoints and savepoints are counted together.
 * @param path Folder that holds it.
 * @param time When it was triggered.
 */
public record Snapshot(long id, String path, Instant time) {}
