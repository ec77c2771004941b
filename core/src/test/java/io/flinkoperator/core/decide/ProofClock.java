package io.flinkoperator.core.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** Time stands still in the model; what was written down gets older instead. */
final class ProofClock {
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    /** Longer than any pause, shorter than any time limit of the model. */
    static final Duration WAIT = Duration.ofMinutes(11);

    private static final Instant OLDEST = ago(NOW, Moment.LONGEST);
    private static final Pattern TIME =
            Pattern.compile("\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z\"");

    private ProofClock() {}

    static Instant ago(Instant now, int waits) {
        return now.minus(WAIT.multipliedBy(waits));
    }

    static String older(String status) {
        return TIME.matcher(status)
                .replaceAll(
                        match -> {
                            String text = match.group();
                            Instant time =
                                    Instant.parse(text.substring(1, text.length() - 1)).minus(WAIT);
                            return "\"" + (time.isBefore(OLDEST) ? OLDEST : time) + "\"";
                        });
    }
}
