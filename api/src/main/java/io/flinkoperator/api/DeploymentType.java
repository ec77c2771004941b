package io.flinkoperator.api;

/** Kind of the object that makes the TaskManagers' pods. */
public enum DeploymentType {
    StatefulSet,
    Deployment
}
