package io.flinkoperator.core.spec;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something wrong with what a user wrote.
 *
 * @param field Path of the field, for example spec.job.parallelism.
 * @param sentence The value, the rule and what to do.
 */
public record Problem(String field, String sentence) {
    private static final int LONGEST_FIELD = 200;
    private static final int LONGEST_VALUE = 100;
    private static final int MOST = 20;

    public Problem {
        field = visible(field, LONGEST_FIELD);
    }

    /**
     * A value in quotes: a long one is cut off and what would not be seen is spelled out, since a
     * message ends in conditions, events and terminals.
     */
    public static String quoted(Object value) {
        return "'" + visible(String.valueOf(value), LONGEST_VALUE) + "'";
    }

    /** All of them as one message; of very many the first, so that it can be stored and read. */
    public static String message(List<Problem> problems) {
        String first =
                problems.stream()
                        .limit(MOST)
                        .map(Problem::toString)
                        .collect(Collectors.joining("; "));
        int more = problems.size() - MOST;
        return more > 0 ? first + "; and " + more + " more" : first;
    }

    private static String visible(String text, int longest) {
        StringBuilder visible = new StringBuilder();
        text.codePoints()
                .limit(longest)
                .forEach(
                        c ->
                                visible.append(
                                        isVisible(c)
                                                ? Character.toString(c)
                                                : "\\u" + String.format("%04x", c)));
        return text.codePointCount(0, text.length()) > longest ? visible + "..." : "" + visible;
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            default -> true;
        };
    }

    @Override
    public String toString() {
        return field + ": " + sentence;
    }
}
