package io.flinkoperator.core.decide;

import io.flinkoperator.core.model.Checkpoints;
import java.util.Optional;

/** A job that runs and completes no checkpoint any more: a restart would go back ever further. */
final class FailingCheckpoints {
    static final String REASON = "CheckpointsFailing";

    private FailingCheckpoints() {}

    /** What is wrong, and where a restart would begin. */
    static Optional<String> sentence(JobRound round) {
        String time = round.status().checkpointTime();
        return round.checkpoints()
                .flatMap(Checkpoints::failing)
                .map(
                        failure ->
                                "The job runs, but its last three checkpoints have failed: "
                                        + failure.replaceFirst("\\.$", "")
                                        + ". "
                                        + (time == null
                                                ? "None has been completed"
                                                : "The newest that is known is of " + time)
                                        + ". The logs of the JobManager and the TaskManagers have"
                                        + " the cause.");
    }
}
