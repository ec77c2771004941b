package io.flinkoperator.core.model;

import java.util.Optional;

/**
 * What became of a request for a savepoint, with or without stopping the job.
 *
 * @param triggerId Id that the request was given.
 * @param state How far it is.
 * @param path Folder that holds the savepoint; also present if it was completed but the job could
 *     not be stopped.
 * @param failure Why it failed; empty unless it did.
 */
public record SavepointResult(
        String triggerId, State state, Optional<String> path, Optional<String> failure) {

    /** How far a request is. */
    public enum State {
        /** The JobManager has never heard of it, or has forgotten it. */
        UNKNOWN,
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }
}
