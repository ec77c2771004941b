package io.flinkoperator.api;

/** Format of savepoints, in Flink's words. */
public enum SavepointFormatType {
    CANONICAL,
    NATIVE
}
