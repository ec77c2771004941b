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
            Pattern.compile(
                    "(\"deadline\":)?(\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z\")");

    private ProofClock() {}

    static Instant ago(Instant now, int waits) {
        return now.minus(WAIT.multipliedBy(waits));
    }

    /** A deadline that is over does not get older: the start that it is after does not, either. */
    static String older(String status) {
        return TIME.matcher(status).replaceAll(match -> older(match.group(1), match.group(2)));
    }

    private static String older(String deadline, String quoted) {
        Instant time = Instant.parse(quoted.substring(1, quoted.length() - 1));
        if (deadline != null) {
            return deadline + (time.isBefore(NOW) ? quoted : "\"" + time.minus(WAIT) + "\"");
        }
        Instant older = time.minus(WAIT);
        return "\"" + (older.isBefore(OLDEST) ? OLDEST : older) + "\"";
    }
}
