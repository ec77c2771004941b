package io.flinkoperator.core.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Releases of Flink that let somebody else read files or run code, as Apache has published. */
public final class Vulnerabilities {
    private static final Pattern RELEASE =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3}).*");

    private static final List<Range> RANGES =
            List.of(
                    new Range("1.11.0", "1.11.3", "CVE-2020-17518 and CVE-2020-17519"),
                    new Range("1.15.0", "1.20.4", "CVE-2026-35194"),
                    new Range("2.0.0", "2.0.2", "CVE-2026-35194"),
                    new Range("2.1.0", "2.1.2", "CVE-2026-35194"),
                    new Range("2.2.0", "2.2.1", "CVE-2026-35194"));

    private Vulnerabilities() {}

    private record Range(String first, String fixed, String names) {
        boolean contains(int[] release) {
            return Arrays.compare(numbers(first), release) <= 0
                    && Arrays.compare(release, numbers(fixed)) < 0;
        }
    }

    /** What is known of a release and where it is mended; empty for nothing, or if it is none. */
    public static Optional<String> of(String version) {
        int[] release = numbers(version);
        return RANGES.stream()
                .filter(range -> release.length > 0 && range.contains(release))
                .findFirst()
                .map(range -> range.names() + ", mended in " + range.fixed());
    }

    private static int[] numbers(String version) {
        Matcher matcher = RELEASE.matcher(version);
        if (!matcher.matches()) {
            return new int[0];
        }
        MatchResult release = matcher.toMatchResult();
        return new int[] {
            Integer.parseInt(release.group(1)),
            Integer.parseInt(release.group(2)),
            Integer.parseInt(release.group(3))
        };
    }
}
