package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/**
 * The observed state of a Flink cluster. It is the operator's only memory.
 *
 * @param state Creating, Running, Reconciling (a component is not ready), Updating, Stopping,
 *     PartiallyStopped or Stopped.
 * @param flinkVersion Flink version that the JobManager reports.
 * @param components Those that were ever made.
 * @param revision Compare the two to see whether a change is held back.
 * @param savepoint Absent before the first.
 * @param savepoints Those that exist, the newest first.
 * @param control Absent before the first.
 * @param operation Absent when there is nothing to do.
 * @param history What was done to the job, the newest first; the 20 latest.
 * @param conditions Ready, Progressing, Degraded, JobRunning, StateSafe, UpgradeBlocked,
 *     SpecWarning, TaskManagersRegistered, Stalled and Paused.
 * @param observedGeneration The metadata.generation that this status belongs to.
 * @param lastUpdateTime When the operator last changed this status.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FlinkClusterStatus(
        String state,
        String flinkVersion,
        ComponentsStatus components,
        RevisionStatus revision,
        SavepointStatus savepoint,
        List<Savepoint> savepoints,
        ControlStatus control,
        OperationStatus operation,
        List<OperationRecord> history,
        List<Condition> conditions,
        Long observedGeneration,
        String lastUpdateTime) {

    public FlinkClusterStatus {
        savepoints = Copies.of(savepoints);
        history = Copies.of(history);
        conditions = Copies.of(conditions);
    }
}
