package io.flinkoperator.kubectl.convert;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and times as Flink writes them. */
final class Sizes {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*(\\w*)");
    private static final Map<String, Long> SECONDS =
            Map.of("s", 1L, "sec", 1L, "m", 60L, "min", 60L, "h", 3600L, "d", 86_400L);

    private Sizes() {}

    /** A size as Kubernetes writes it: 2048m, which is mebibytes to Flink, is 2048Mi. */
    static Optional<String> memory(String text) {
        Matcher amount = AMOUNT.matcher(text.strip());
        if (!amount.matches()) {
            return Optional.empty();
        }
        String unit = amount.group(2).toLowerCase(Locale.ROOT);
        return switch (unit.isEmpty() ? 'b' : unit.charAt(0)) {
            case 'b' -> Optional.of(amount.group(1));
            case 'k' -> Optional.of(amount.group(1) + "Ki");
            case 'm' -> Optional.of(amount.group(1) + "Mi");
            case 'g' -> Optional.of(amount.group(1) + "Gi");
            case 't' -> Optional.of(amount.group(1) + "Ti");
            default -> Optional.empty();
        };
    }

    /** A time in seconds, written as "6 h" or "PT6H". */
    static Optional<Long> seconds(String text) {
        Matcher amount = AMOUNT.matcher(text.strip());
        if (amount.matches() && amount.group(1).indexOf('.') < 0) {
            return Optional.ofNullable(SECONDS.get(amount.group(2).toLowerCase(Locale.ROOT)))
                    .map(unit -> Long.parseLong(amount.group(1)) * unit);
        }
        try {
            return Optional.of(Duration.parse(text.strip()).toSeconds());
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
