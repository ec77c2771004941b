package io.flinkoperator.api;

/** Who can reach the JobManager's Service. */
public enum AccessScope {
    Cluster,
    VPC,
    External,
    NodePort,
    Headless
}
