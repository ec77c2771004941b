package io.flinkoperator.fetch;

import java.util.stream.Stream;

/** Why there is no jar, and what to do about it. */
final class FetchException extends Exception {
    /** What may change the outcome: another setting, something outside, or just another try. */
    enum Kind {
        SETTING,
        LASTING,
        PASSING
    }

    private final Kind kind;
    private final String advice;

    private FetchException(Kind kind, String what, String advice) {
        super(what);
        this.kind = kind;
        this.advice = advice;
    }

    static FetchException setting(String what, String advice) {
        return new FetchException(Kind.SETTING, what, advice);
    }

    static FetchException lasting(String what, String advice) {
        return new FetchException(Kind.LASTING, what, advice);
    }

    static FetchException passing(String what, String advice) {
        return new FetchException(Kind.PASSING, what, advice);
    }

    /** Itself, or what can be said of a fault of ours without a stack trace. */
    static FetchException of(Throwable fault) {
        if (fault instanceof FetchException known) {
            return known;
        }
        String place =
                Stream.of(fault.getStackTrace())
                        .filter(it -> it.getClassName().startsWith(Fetch.class.getPackageName()))
                        .findFirst()
                        .map(it -> " at " + it)
                        .orElse("");
        return lasting(
                "unexpected " + fault.getClass().getSimpleName() + place,
                "report it to those who make the operator");
    }

    FetchException afterAttempts(int attempts) {
        return attempts == 1
                ? this
                : new FetchException(kind, getMessage() + " (" + attempts + " attempts)", advice);
    }

    boolean isPassing() {
        return kind == Kind.PASSING;
    }

    int exitCode() {
        return kind == Kind.SETTING ? 2 : 1;
    }

    String sentence(String attempted) {
        return attempted + ": " + getMessage() + "; " + advice;
    }
}
