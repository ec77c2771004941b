package io.flinkoperator.core.model;

/**
 * What the operator was told of the place where it runs.
 *
 * @param fetchImage Image of the container that fetches remote jars.
 * @param newestCheckpoint Jar, in Base64, of the program that finds the newest checkpoint in a
 *     folder from within Flink's pods.
 */
public record Platform(String fetchImage, String newestCheckpoint) {}
