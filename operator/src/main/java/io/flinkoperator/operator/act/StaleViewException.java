package io.flinkoperator.operator.act;

/** Something was newer than what the round had seen; the next round sees it. */
public final class StaleViewException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleViewException(String message) {
        super(message);
    }

    StaleViewException(String message, Throwable cause) {
        super(message, cause);
    }
}
