package io.flinkoperator.core.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Releases of Flink that let somebody else read files or run code, as Apache has published. */
public final class Vulnerabilities {
    private static final Pattern RELEASE =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3}).*");

    private static final List<Range> RANGES =
            List.of(
                    Range.of("1.11.0", "1.11.3", "CVE-2020-17518 and CVE-2020-17519"),
                    Range.of("1.15.0", "1.20.4", "CVE-2026-35194"),
                    Range.of("2.0.0", "2.0.2", "CVE-2026-35194"),
                    Range.of("2.1.0", "2.1.2", "CVE-2026-35194"),
                    Range.of("2.2.0", "2.2.1", "CVE-2026-35194"));

    private Vulnerabilities() {}

    /** Releases from the first up to the one in which it is mended. */
    private record Range(int first, int end, String mended, String names) {
        static Range of(String first, String mended, String names) {
            return new Range(number(first), number(mended), mended, names);
        }
    }

    /** What is known of a release and where it is mended; empty for nothing, or if it is none. */
    public static Optional<String> of(String version) {
        int release = number(version);
        return RANGES.stream()
                .filter(range -> range.first() <= release && release < range.end())
                .findFirst()
                .map(range -> range.names() + ", mended in " + range.mended());
    }

    /** A number that is greater for a later release; -1 for what is none. */
    private static int number(String version) {
        Matcher release = RELEASE.matcher(version);
        return release.matches()
                ? 1_000_000 * Integer.parseInt(release.group(1))
                        + 1000 * Integer.parseInt(release.group(2))
                        + Integer.parseInt(release.group(3))
                : -1;
    }
}
