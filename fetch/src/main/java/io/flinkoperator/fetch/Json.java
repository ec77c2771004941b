package io.flinkoperator.fetch;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of JSON as keys and tokens need: a text by its name, and a text in quotes. */
final class Json {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");
    private static final Pattern SPECIAL = Pattern.compile("[\\x00-\\x1f\"\\\\]");

    private Json() {}

    /** The first text of that name, however deep. */
    static Optional<String> text(String json, String name) {
        Matcher field =
                Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"")
                        .matcher(json);
        return field.find()
                ? Optional.of(ESCAPE.matcher(field.group(1)).replaceAll(Json::unescaped))
                : Optional.empty();
    }

    static String quoted(String text) {
        return SPECIAL.matcher(text)
                .replaceAll(it -> "\\\\u%04x".formatted((int) it.group().charAt(0)))
                .transform(it -> '"' + it + '"');
    }

    private static String unescaped(MatchResult escape) {
        String code = escape.group(1);
        String letter =
                switch (code.charAt(0)) {
                    case 'u' -> Character.toString(Integer.parseInt(code.substring(1), 16));
                    case 'n' -> "\n";
                    case 'r' -> "\r";
                    case 't' -> "\t";
                    case 'b' -> "\b";
                    case 'f' -> "\f";
                    default -> code;
                };
        return Matcher.quoteReplacement(letter);
    }
}
