package io.flinkoperator.core.decide;

import io.flinkoperator.api.OperationStatus;
import io.flinkoperator.core.resources.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the operator can be doing, and how long it may take before a person should look. */
enum Operation {
    CREATE_CLUSTER("CreateCluster", Duration.ofMinutes(10)),
    REPAIR_CLUSTER("RepairCluster", Duration.ofMinutes(10)),
    UPDATE_CLUSTER("UpdateCluster", Duration.ofMinutes(10)),
    SUBMIT_JOB("SubmitJob", Duration.ofSeconds(Jobs.DEADLINE_SECONDS)),
    CLEAN_UP("CleanUp", Duration.ofMinutes(5));

    private final String word;
    private final Duration bound;

    Operation(String word, Duration bound) {
        this.word = word;
        this.bound = bound;
    }

    static Optional<Operation> of(String state, JobState job) {
        if (job == JobState.DEPLOYING) {
            return Optional.of(SUBMIT_JOB);
        }
        return switch (state) {
            case ClusterState.CREATING -> Optional.of(CREATE_CLUSTER);
            case ClusterState.RECONCILING -> Optional.of(REPAIR_CLUSTER);
            case ClusterState.STOPPING -> Optional.of(CLEAN_UP);
            case ClusterState.UPDATING -> Optional.of(UPDATE_CLUSTER);
            default -> Optional.empty();
        };
    }

    /** The operation in the status; it keeps its start while it goes on. */
    OperationStatus status(OperationStatus before, Instant now) {
        boolean goesOn =
                before != null
                        && word.equals(before.name())
                        && Status.time(before.deadline()).isPresent();
        return goesOn
                ? before
                : new OperationStatus(
                        word, null, null, Status.text(now), Status.text(now.plus(bound)), null);
    }
}
