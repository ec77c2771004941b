package io.flinkoperator.kubectl;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that say whether a verb waits until what it asks for is done. */
final class Waiting {
    @Option(names = "--wait", description = "Waits until it is done, and shows how far it is.")
    boolean isWanted;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = Time.class,
            description = "Longest wait, for example 90s, 10m (default) or 1h.")
    Duration timeout;

    /** As users of kubectl write times. */
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern PART = Pattern.compile("(\\d{1,6})([smh])");

        @Override
        public Duration convert(String text) {
            Matcher part = PART.matcher(text);
            if (!part.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is no time; write it as 90s, 10m or 1h");
            }
            long number = Long.parseLong(part.group(1));
            return switch (part.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofHours(number);
            };
        }
    }
}
