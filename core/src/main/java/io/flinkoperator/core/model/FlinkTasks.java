package io.flinkoperator.core.model;

import java.util.function.ToIntFunction;

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
     * @param counts How many tasks are in a state, by its name in small letters; {@code total} is
     *     all of them.
     */
    public static FlinkTasks of(ToIntFunction<String> counts) {
        int running = counts.applyAsInt("running") + counts.applyAsInt("finished");
        if (running > 0 && running == counts.applyAsInt("total")) {
            return ALL_RUN;
        }
        return running + counts.applyAsInt("initializing") > 0 ? SOME_RUN : NONE_RUN;
    }
}
