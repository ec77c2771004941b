package io.flinkoperator.api;

/** How a job gets into its cluster. */
public enum JobMode {
    Detached,
    Blocking,
    Application
}
