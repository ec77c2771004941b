package io.flinkoperator.core.model;

/** State of a job as Flink's REST API names it (org.apache.flink.api.common.JobStatus). */
public enum FlinkJobState {
    INITIALIZING,
    CREATED,
    RUNNING,
    FAILING,
    FAILED,
    CANCELLING,
    CANCELED,
    FINISHED,
    RESTARTING,
    SUSPENDED,
    RECONCILING,
    /** A word this operator does not know; the job is taken to be alive. */
    UNKNOWN;

    /** The state that a word of the REST API stands for. */
    public static FlinkJobState of(String word) {
        for (FlinkJobState state : values()) {
            if (state.name().equals(word)) {
                return state;
            }
        }
        return UNKNOWN;
    }

    /** Whether the job will never run again under its id. */
    public boolean isTerminal() {
        return this == FAILED || this == CANCELED || this == FINISHED;
    }
}
