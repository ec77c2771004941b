package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the operator is doing right now.
 *
 * @param name CreateCluster, RepairCluster, UpdateCluster, SubmitJob, UpdateJob, RollBackJob,
 *     RestartJob, CancelJob, SuspendJob, ResumeJob, TakeSavepoint, DeleteCluster or CleanUp.
 * @param reason Why.
 * @param step Which step of how many, for example "2 of 5: stop the job with a savepoint".
 * @param startTime When it began.
 * @param deadline When it is overdue; condition Degraded or UpgradeBlocked then says what it waits
 *     for.
 * @param steps The steps so far, the present one last.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OperationStatus(
        String name,
        String reason,
        String step,
        String startTime,
        String deadline,
        List<OperationStep> steps) {
    public OperationStatus {
        steps = Copies.of(steps);
    }
}
