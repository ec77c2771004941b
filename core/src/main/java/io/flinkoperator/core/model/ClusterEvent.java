package io.flinkoperator.core.model;

/**
 * An event on the FlinkCluster.
 *
 * @param warning Whether a person should look.
 * @param reason CamelCase word.
 * @param message A sentence.
 * @param isStep Whether another event tells the outcome soon. It is logged, but not recorded in
 *     Kubernetes, where each event is a write.
 */
public record ClusterEvent(boolean warning, String reason, String message, boolean isStep) {
    /** One that is recorded. */
    public ClusterEvent(boolean warning, String reason, String message) {
        this(warning, reason, message, false);
    }
}
