package io.flinkoperator.api;

/** What becomes of a cluster whose job is over. */
public enum CleanupAction {
    KeepCluster,
    DeleteCluster,
    DeleteTaskManager
}
