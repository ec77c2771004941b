package io.flinkoperator.core.decide;

/** State of a cluster's job as the status records it. */
public enum JobState {
    /** Nothing is recorded yet. */
    NONE(""),
    /** Waits for the cluster. */
    PENDING("Pending"),
    /** Its id is recorded; it is being submitted. */
    DEPLOYING("Deploying"),
    RUNNING("Running"),
    /** What is left of the previous run is being removed. */
    UPDATING("Updating"),
    /** Failed or lost; its next start is due soon. */
    RESTARTING("Restarting"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed"),
    CANCELLED("Cancelled"),
    /** Stopped, without pods, until the spec says otherwise. */
    SUSPENDED("Suspended"),
    /** The JobManager does not know it any more. */
    LOST("Lost");

    private final String word;

    JobState(String word) {
        this.word = word;
    }

    /**
     * The state that a word stands for. A word of another operator version is taken for Running: of
     * all states that one submits nothing and finds out what is true.
     */
    public static JobState of(String word) {
        if (word == null) {
            return NONE;
        }
        for (JobState state : values()) {
            if (state.word.equals(word)) {
                return state;
            }
        }
        return RUNNING;
    }

    /** The word in the status. */
    public String word() {
        return word;
    }

    /** Whether the job is over. */
    public boolean isOver() {
        return this == SUCCEEDED
                || this == FAILED
                || this == CANCELLED
                || this == SUSPENDED
                || this == LOST;
    }
}
