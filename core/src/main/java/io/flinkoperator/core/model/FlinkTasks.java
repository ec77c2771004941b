package io.flinkoperator.core.model;

/** How many of a job's tasks run. To Flink, a job runs as soon as it asks for slots for them. */
public enum FlinkTasks {
    /** None: they wait for slots, or the job restarts. */
    NONE_RUN,
    /** Some; the others wait for slots, restore their state, or begin when others have finished. */
    SOME_RUN,
    /** All, but for those that have finished. */
    ALL_RUN;

    /**
     * By the counts of {@code GET /jobs/overview}.
     *
     * @param total All tasks.
     * @param running Those that are RUNNING or FINISHED.
     * @param initializing Those that restore their state.
     */
    public static FlinkTasks of(int total, int running, int initializing) {
        if (running > 0 && running == total) {
            return ALL_RUN;
        }
        return running + initializing > 0 ? SOME_RUN : NONE_RUN;
    }
}
