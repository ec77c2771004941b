package io.flinkoperator.kubectl;

/** Something that did not work, as a sentence for a person; never a stack trace. */
final class Failure extends RuntimeException {
    /** All is well. */
    static final int NONE = 0;

    /** It failed, or what was looked at is not as it should be. */
    static final int UNHEALTHY = 1;

    /** The command was written wrongly. */
    static final int USAGE = 2;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private Failure(String sentence, int exitCode, Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
    }

    static Failure of(String sentence) {
        return new Failure(sentence, UNHEALTHY, null);
    }

    static Failure of(String sentence, Throwable cause) {
        return new Failure(sentence, UNHEALTHY, cause);
    }

    static Failure usage(String sentence) {
        return new Failure(sentence, USAGE, null);
    }

    int exitCode() {
        return exitCode;
    }
}
