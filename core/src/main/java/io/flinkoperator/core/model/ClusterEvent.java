package io.flinkoperator.core.model;

/**
 * An event on the FlinkCluster.
 *
 * @param warning Whether a person should look.
 * @param reason CamelCase word.
 * @param message A sentence.
 */
public record ClusterEvent(boolean warning, String reason, String message) {}
