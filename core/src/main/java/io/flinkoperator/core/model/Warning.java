package io.flinkoperator.core.model;

/**
 * A warning event of Kubernetes about an object of the cluster.
 *
 * @param object Kind and name of the object, for example "Pod sales-jobmanager-0".
 * @param reason CamelCase word.
 * @param message What Kubernetes says.
 */
public record Warning(String object, String reason, String message) {}
