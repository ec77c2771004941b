package io.flinkoperator.api;

/** What happens after a job has failed for good. */
public enum RestartPolicy {
    Never,
    FromSavepointOnFailure
}
