package io.flinkoperator.operator;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Commands on a page.
 *
 * @param line Where they begin.
 * @param commands What a reader types.
 * @param expected What the page says that they print; empty if it says nothing.
 * @param notRun Why a test cannot run them; empty if it can.
 */
record Block(int line, String commands, Optional<String> expected, Optional<String> notRun) {
    /** Stands for what differs from reader to reader: in a line, or, alone in one, for lines. */
    private static final String ANYTHING = "…";

    /** What kubectl logs of its own trouble, for instance that a watch ended and began again. */
    private static final Pattern LOG_LINE =
            Pattern.compile("^[IWE]\\d{4} [\\d:.]+ +\\d+ \\w+\\.go:\\d+] .*\n", Pattern.MULTILINE);

    /** Whether this is what the page says; how wide columns are does not matter. */
    boolean prints(String output) {
        String printed = LOG_LINE.matcher(output).replaceAll("");
        return expected.map(text -> pattern(text).matcher(narrow(printed)).matches()).orElse(true);
    }

    private static Pattern pattern(String expected) {
        return Pattern.compile(
                narrow(expected)
                        .lines()
                        .map(
                                line ->
                                        line.equals(ANYTHING)
                                                ? "(?:.*\n)*"
                                                : literally(line).replace(ANYTHING, "\\E.*\\Q")
                                                        + "\n")
                        .collect(Collectors.joining()));
    }

    private static String literally(String line) {
        return "\\Q" + line + "\\E";
    }

    private static String narrow(String text) {
        return text.lines()
                .map(line -> line.replaceAll("[ \t]+", " ").stripTrailing() + "\n")
                .collect(Collectors.joining());
    }
}
