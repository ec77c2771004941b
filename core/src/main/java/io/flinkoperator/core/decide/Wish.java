package io.flinkoperator.core.decide;

/** What should become of a job. */
enum Wish {
    /** It should run as it is. */
    RUN("restart"),
    /** Another revision, or another state to start from, is wanted. */
    UPDATE("update"),
    /** The spec or an annotation says that it is not to run. */
    CANCEL("job cancel"),
    /** It is not to run, and to need no pods meanwhile. */
    SUSPEND("suspend"),
    /** The FlinkCluster is being deleted. */
    DELETE("deletion");

    private final String reason;

    Wish(String reason) {
        this.reason = reason;
    }

    /** Why a savepoint is taken for it, in the reference operator's words. */
    String reason() {
        return reason;
    }

    boolean stops() {
        return this != RUN;
    }

    /** Whether nothing is to run after it by itself. */
    boolean stopsForGood() {
        return stops() && this != UPDATE;
    }
}
