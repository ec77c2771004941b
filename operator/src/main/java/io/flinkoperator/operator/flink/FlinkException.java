package io.flinkoperator.operator.flink;

/** A REST call to a JobManager that gave no usable answer; its message says what came back. */
public final class FlinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FlinkException(String message) {
        super(message);
    }

    FlinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
