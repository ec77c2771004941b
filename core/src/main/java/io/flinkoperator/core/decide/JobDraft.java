package io.flinkoperator.core.decide;

import io.flinkoperator.api.JobStatus;
import io.flinkoperator.api.RestoreStatus;
import java.util.List;
import java.util.Optional;

/** What is to be recorded of a job, while it is being put together. */
final class JobDraft {
    String id;
    String name;
    String submitterName;
    JobState state;
    int attempt;
    Integer restartCount;
    String restartTime;
    String fromSavepoint;
    RestoreStatus restore;
    String savepointLocation;
    String savepointTime;
    Long savepointId;
    Boolean finalSavepoint;
    Integer savepointGeneration;
    String checkpointLocation;
    String checkpointTime;
    String checkpointing;
    String stopReason;
    String requestedSavepoint;
    String deployTime;
    String startTime;
    String completionTime;
    List<String> failureReasons = List.of();

    static JobDraft of(Optional<JobStatus> recorded) {
        JobDraft draft = new JobDraft();
        draft.state = JobState.of(recorded.map(JobStatus::state).orElse(null));
        recorded.ifPresent(draft::copy);
        return draft;
    }

    private void copy(JobStatus job) {
        id = job.id();
        name = job.name();
        submitterName = job.submitterName();
        attempt = job.attempt() == null ? 0 : job.attempt();
        restartCount = job.restartCount();
        restartTime = job.restartTime();
        fromSavepoint = job.fromSavepoint();
        restore = job.restore();
        savepointLocation = job.savepointLocation();
        savepointTime = job.savepointTime();
        savepointId = job.savepointId();
        finalSavepoint = job.finalSavepoint();
        savepointGeneration = job.savepointGeneration();
        checkpointLocation = job.checkpointLocation();
        checkpointTime = job.checkpointTime();
        checkpointing = job.checkpointing();
        stopReason = job.stopReason();
        requestedSavepoint = job.requestedSavepoint();
        deployTime = job.deployTime();
        startTime = job.startTime();
        completionTime = job.completionTime();
        failureReasons = job.failureReasons();
    }

    /** Forgets the run; what is known of its state stays. */
    void beginAnotherRun() {
        id = null;
        name = null;
        submitterName = null;
        restartTime = null;
        fromSavepoint = null;
        savepointId = null;
        finalSavepoint = null;
        checkpointLocation = null;
        checkpointTime = null;
        checkpointing = null;
        stopReason = null;
        deployTime = null;
        startTime = null;
        completionTime = null;
        failureReasons = List.of();
    }

    JobStatus status() {
        return new JobStatus(
                id,
                name,
                submitterName,
                state == JobState.NONE ? null : state.word(),
                attempt,
                restartCount,
                restartTime,
                fromSavepoint,
                restore,
                savepointLocation,
                savepointTime,
                savepointId,
                finalSavepoint,
                savepointGeneration,
                checkpointLocation,
                checkpointTime,
                checkpointing,
                stopReason,
                requestedSavepoint,
                deployTime,
                startTime,
                completionTime,
                failureReasons);
    }
}
