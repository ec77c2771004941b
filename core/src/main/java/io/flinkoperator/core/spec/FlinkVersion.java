package io.flinkoperator.core.spec;

import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.api.ImageSpec;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Flink version without its patch level.
 *
 * @param major First number.
 * @param minor Second number.
 */
public record FlinkVersion(int major, int minor) implements Comparable<FlinkVersion> {
    private static final Pattern NUMBERS =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})(\\.\\d+)?([-_.].*)?");
    private static final Pattern TAG = Pattern.compile("[^@]*:([^:/@]+)(@.*)?");

    /** The version that a text such as "1.20", "2.3.0" or "2.3.0-java17" begins with. */
    public static Optional<FlinkVersion> parse(String text) {
        Matcher numbers = NUMBERS.matcher(text.strip());
        return numbers.matches()
                ? Optional.of(
                        new FlinkVersion(
                                Integer.parseInt(numbers.group(1)),
                                Integer.parseInt(numbers.group(2))))
                : Optional.empty();
    }

    /** The version that a spec declares: by its field, else by its image's tag. */
    static Optional<FlinkVersion> of(FlinkClusterSpec spec) {
        return Optional.ofNullable(spec.flinkVersion())
                .flatMap(FlinkVersion::parse)
                .or(
                        () ->
                                Optional.ofNullable(spec.image())
                                        .map(ImageSpec::name)
                                        .flatMap(FlinkVersion::ofImage));
    }

    /** The version that an image's tag begins with, for images named flink. */
    public static Optional<FlinkVersion> ofImage(String image) {
        Matcher tag = TAG.matcher(image);
        if (!tag.matches()) {
            return Optional.empty();
        }
        String repository = image.substring(0, tag.start(1) - 1);
        boolean official = repository.equals("flink") || repository.endsWith("/flink");
        return official ? parse(tag.group(1)) : Optional.empty();
    }

    /** Whether this is the given version or a later one. */
    public boolean isAtLeast(int otherMajor, int otherMinor) {
        return compareTo(new FlinkVersion(otherMajor, otherMinor)) >= 0;
    }

    @Override
    public int compareTo(FlinkVersion other) {
        return Comparator.comparingInt(FlinkVersion::major)
                .thenComparingInt(FlinkVersion::minor)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
