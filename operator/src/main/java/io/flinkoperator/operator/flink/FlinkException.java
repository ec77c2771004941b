package io.flinkoperator.operator.flink;

import java.util.concurrent.CompletionException;

/** A REST call to a JobManager that gave no usable answer; its message says what came back. */
public final class FlinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String text;

    FlinkException(String message) {
        super(message);
        status = 0;
        text = "";
    }

    FlinkException(String message, Throwable cause) {
        super(message, cause);
        status = 0;
        text = "";
    }

    /** An answer that is none, with its HTTP status and its text. */
    FlinkException(String message, int status, String text) {
        super(message);
        this.status = status;
        this.text = text;
    }

    /** What a stage of a future failed with, without what the future wraps it into. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }

    /**
     * First digit of the HTTP status, as in 4xx; "failed" if there was no answer, or none to be
     * read.
     */
    String outcome() {
        return status == 0 ? "failed" : status / 100 + "xx";
    }

    /** Whether the answer had an HTTP status. */
    boolean is(int code) {
        return status == code;
    }

    /** Whether the answer had a text in it. */
    boolean says(String words) {
        return text.contains(words);
    }
}
