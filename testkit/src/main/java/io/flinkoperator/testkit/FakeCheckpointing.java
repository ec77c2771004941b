package io.flinkoperator.testkit;

/** Whether jobs make checkpoints by themselves, and when these outlive their job. */
public enum FakeCheckpointing {
    /** Savepoints can be taken all the same. */
    OFF,
    NEVER_RETAINED,
    RETAINED_ON_FAILURE,
    RETAINED
}
