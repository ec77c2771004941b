package io.flinkoperator.testkit;

/** The states that Flink's REST API reports for a job. */
public enum FakeJobState {
    INITIALIZING,
    CREATED,
    RUNNING,
    RESTARTING,
    FAILING,
    CANCELLING,
    SUSPENDED,
    RECONCILING,
    FINISHED,
    CANCELED,
    FAILED;

    /** Whether the job is over and keeps this state. */
    public boolean isTerminal() {
        return this == FINISHED || this == CANCELED || this == FAILED;
    }
}
