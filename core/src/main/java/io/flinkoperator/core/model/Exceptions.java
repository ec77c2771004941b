package io.flinkoperator.core.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the line that tells a person most in the tail of a log or a stack trace. */
public final class Exceptions {
    private static final int MAX = 400;
    private static final Pattern EXCEPTION =
            Pattern.compile("([a-z]\\w*\\.)+[\\w$]*(Exception|Error)\\w*");

    private Exceptions() {}

    /** The last cause that is named; else the last line. */
    public static Optional<String> mostTelling(String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return lines.stream()
                .filter(Exceptions::namesOne)
                .reduce((earlier, later) -> later)
                .or(() -> lines.stream().reduce((earlier, later) -> later))
                .map(line -> line.replaceFirst("^Caused by: ", ""))
                .map(line -> line.length() > MAX ? line.substring(0, MAX) + "..." : line);
    }

    /** Long lines are data, and too long for a pattern with repeated groups. */
    private static boolean namesOne(String line) {
        String name = line.replaceFirst("^Caused by: ", "").split(":", 2)[0];
        return name.length() <= MAX && EXCEPTION.matcher(name).matches();
    }
}
