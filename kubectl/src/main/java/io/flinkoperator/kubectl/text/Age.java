package io.flinkoperator.kubectl.text;

import io.flinkoperator.core.decide.Status;
import java.time.Duration;
import java.time.Instant;

/** How long ago something was, as kubectl writes it: 42s, 5m, 3h, 12d. */
final class Age {
    private Age() {}

    static String of(String time, Instant now) {
        return Status.time(time).map(it -> text(Duration.between(it, now))).orElse("–");
    }

    static String text(Duration age) {
        if (age.isNegative()) {
            return "0s";
        }
        if (age.toMinutes() < 2) {
            return age.toSeconds() + "s";
        }
        if (age.toHours() < 2) {
            return age.toMinutes() + "m";
        }
        return age.toDays() < 2 ? age.toHours() + "h" : age.toDays() + "d";
    }
}
