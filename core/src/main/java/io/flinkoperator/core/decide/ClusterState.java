package io.flinkoperator.core.decide;

import java.util.List;

/** State of a whole cluster, in the reference operator's words. */
final class ClusterState {
    static final String CREATING = "Creating";
    static final String RUNNING = "Running";
    static final String RECONCILING = "Reconciling";
    static final String UPDATING = "Updating";
    static final String STOPPING = "Stopping";
    static final String PARTIALLY_STOPPED = "PartiallyStopped";
    static final String STOPPED = "Stopped";

    private ClusterState() {}

    /**
     * The state that follows.
     *
     * @param before The recorded state, or null.
     * @param phase Which part of the cluster should be there.
     * @param isSuspended Whether no pods are wanted until the spec says otherwise.
     * @param anythingLeft Whether something is there that the phase wants gone.
     * @param isReady Whether everything that should be there is ready.
     * @param isRolling Whether pods of an older revision are being replaced.
     */
    static String of(
            String before,
            Phase phase,
            boolean isSuspended,
            boolean anythingLeft,
            boolean isReady,
            boolean isRolling) {
        return switch (phase) {
            case CLEANED_UP -> stopped(before, STOPPED, anythingLeft);
            case WITHOUT_TASK_MANAGERS -> stopped(before, PARTIALLY_STOPPED, anythingLeft);
            case REPLACING -> isSuspended ? stopped(before, STOPPED, anythingLeft) : UPDATING;
            case WHOLE, FROZEN -> isReady ? RUNNING : notReady(before, isRolling);
        };
    }

    /**
     * What is done in a stopped cluster, such as deleting a savepoint, does not count as a stop.
     */
    private static String stopped(String before, String end, boolean anythingLeft) {
        return anythingLeft && !end.equals(before) ? STOPPING : end;
    }

    private static String notReady(String before, boolean isRolling) {
        if (before == null || before.equals(CREATING)) {
            return CREATING;
        }
        boolean isUpdating =
                isRolling || List.of(UPDATING, STOPPED, PARTIALLY_STOPPED).contains(before);
        return isUpdating ? UPDATING : RECONCILING;
    }
}
