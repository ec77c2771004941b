package io.flinkoperator.core.model;

/**
 * What the operator was told of the place where it runs.
 *
 * @param namespace Namespace of the operator's own pods.
 * @param fetchImage Image of the container that fetches remote jars.
 * @param restorePrograms Jar, in Base64, of the programs that find the newest checkpoint in a
 *     folder, and delete a savepoint, from within Flink's pods.
 * @param memo What was worked out of specs before.
 */
public record Platform(String namespace, String fetchImage, String restorePrograms, Memo memo) {

    /** A platform where nothing was worked out yet. */
    public Platform(String namespace, String fetchImage, String restorePrograms) {
        this(namespace, fetchImage, restorePrograms, new Memo());
    }
}
