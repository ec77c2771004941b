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
            Pattern.compile("[vV]?(\\d{1,3})(?:[._](\\d{1,3}))?(?:[._]\\d+)?(?:[-_.+].*)?");
    private static final Pattern TAG = Pattern.compile("[^@]*:([^:/@]+)(@.*)?");

    /**
     * The version that a text such as "1.20", "v2.3.0", "v1_20" or "2.3.0-java17" begins with. A
     * first number alone stands for the newest version that has it.
     */
    public static Optional<FlinkVersion> parse(String text) {
        return numbers(text)
                .map(
                        numbers -> {
                            int major = Integer.parseInt(numbers.group(1));
                            return new FlinkVersion(
                                    major,
                                    numbers.group(2) == null
                                            ? newest(major)
                                            : Integer.parseInt(numbers.group(2)));
                        });
    }

    private static Optional<Matcher> numbers(String text) {
        return Optional.of(NUMBERS.matcher(text.strip())).filter(Matcher::matches);
    }

    private static boolean hasMinor(String text) {
        return numbers(text).filter(it -> it.group(2) != null).isPresent();
    }

    private static int newest(int major) {
        return switch (major) {
            case 1 -> 20;
            case 2 -> 3;
            default -> 0;
        };
    }

    /** The version that a spec declares: by its field, else by its image's tag. */
    static Optional<FlinkVersion> of(FlinkClusterSpec spec) {
        Optional<FlinkVersion> image =
                Optional.ofNullable(spec.image())
                        .map(ImageSpec::name)
                        .flatMap(FlinkVersion::ofImage);
        String text = spec.flinkVersion();
        if (text == null) {
            return image;
        }
        Optional<FlinkVersion> declared = parse(text);
        return declared.flatMap(it -> image.filter(tag -> !hasMinor(text) && tag.major == it.major))
                .or(() -> declared)
                .or(() -> image);
    }

    /** The version that an image's tag begins with, for images named flink. */
    public static Optional<FlinkVersion> ofImage(String image) {
        Matcher tag = TAG.matcher(image);
        if (!tag.matches()) {
            return Optional.empty();
        }
        String repository = image.substring(0, tag.start(1) - 1);
        boolean official = repository.equals("flink") || repository.endsWith("/flink");
        return official && hasMinor(tag.group(1)) ? parse(tag.group(1)) : Optional.empty();
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
