package io.flinkoperator.core.resources;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What is known of images that hold Flink. */
public final class FlinkImages {
    /** Name of the container that begins in every pod, with what the image has in /opt/flink. */
    public static final String FIRST_CONTAINER = Mounts.FILLER;

    private static final Pattern OFFICIAL =
            Pattern.compile(
                    "((docker\\.io|index\\.docker\\.io)/)?(library/|apache/)?flink([:@].*)?");

    /** Schemes that Flink reads without a plug-in. */
    private static final Set<String> BUILT_IN = Set.of("file", "hdfs", "http", "https", "local");

    private static final Map<String, String> FILE_SYSTEMS =
            Map.of(
                    "s3", "flink-s3-fs-presto",
                    "s3a", "flink-s3-fs-hadoop",
                    "s3p", "flink-s3-fs-presto",
                    "gs", "flink-gs-fs-hadoop",
                    "abfs", "flink-azure-fs-hadoop",
                    "abfss", "flink-azure-fs-hadoop",
                    "wasb", "flink-azure-fs-hadoop",
                    "wasbs", "flink-azure-fs-hadoop",
                    "oss", "flink-oss-fs-hadoop");

    private FlinkImages() {}

    /** Whether an image is an official one, under its own name. */
    public static boolean isOfficial(String image) {
        return OFFICIAL.matcher(image).matches();
    }

    /** Whether Flink reads a scheme without a plug-in. */
    public static boolean isBuiltIn(String scheme) {
        return BUILT_IN.contains(scheme);
    }

    /** The file system of Flink's own for a scheme, as its jar's name begins. */
    public static Optional<String> fileSystem(String scheme) {
        return Optional.ofNullable(FILE_SYSTEMS.get(scheme));
    }
}
