package io.flinkoperator.core.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the line that tells a person most in the tail of a log or a stack trace. */
public final class Exceptions {
    private static final int MAX = 400;
    private static final Pattern EXCEPTION =
            Pattern.compile("([a-z]\\w*\\.)+[\\w$]*(Exception|Error)\\w*");

    /** A line of Flink's log that tells of no failure. */
    private static final Pattern CHATTER =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\S+ +(\\[[^]]*] )?(INFO|WARN|DEBUG|TRACE) .*");

    /** Flink's command line says so below each failure. */
    private static final String HELP = "Use the help option";

    private Exceptions() {}

    /**
     * The last cause that is named; else the last line that a log would not always have. What looks
     * like a secret is left out.
     */
    public static Optional<String> mostTelling(String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return lines.stream()
                .filter(Exceptions::namesOne)
                .reduce((earlier, later) -> later)
                .or(() -> lines.stream().filter(it -> !isChatter(it)).reduce((a, b) -> b))
                .map(line -> line.replaceFirst("^Caused by: ", ""))
                .map(Secrets::masked)
                .map(line -> line.length() > MAX ? line.substring(0, MAX) + "..." : line);
    }

    private static boolean isChatter(String line) {
        return line.startsWith(HELP)
                || CHATTER.matcher(line.substring(0, Math.min(line.length(), MAX))).matches();
    }

    /** Long lines are data, and too long for a pattern with repeated groups. */
    private static boolean namesOne(String line) {
        String name = line.replaceFirst("^Caused by: ", "").split(":", 2)[0];
        return name.length() <= MAX && EXCEPTION.matcher(name).matches();
    }
}
