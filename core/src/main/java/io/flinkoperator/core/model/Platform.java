package io.flinkoperator.core.model;

/**
 * What the operator was told of the place where it runs.
 *
 * @param fetchImage Image of the container that fetches remote jars.
 */
public record Platform(String fetchImage) {}
