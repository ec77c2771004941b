package io.flinkoperator.core.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Flink's configuration file before Flink 2: lines of "key: value", which carry not every value.
 */
public final class LineFile {
    private LineFile() {}

    /** Whether Flink reads a value from it as it was written. */
    public static boolean isExact(String value) {
        return value.indexOf('#') < 0 && !value.isEmpty() && value.equals(value.strip());
    }

    /** Options that would end at a '#'. */
    static List<Problem> cutOff(Map<String, String> options, Optional<FlinkVersion> version) {
        return problems(
                options,
                version,
                value -> value.indexOf('#') >= 0,
                value ->
                        "its value holds '#', from which on %s takes it for a comment; use a value"
                                + " without it");
    }

    /** Options that lose white space, or all that they say. */
    static List<Problem> stripped(Map<String, String> options, Optional<FlinkVersion> version) {
        return problems(
                options,
                version,
                value -> !isExact(value) && value.indexOf('#') < 0,
                value ->
                        value.isBlank()
                                ? "has no effect: %s leaves out an option without a value"
                                : "%s reads it without the white space around it");
    }

    /**
     * For versions that take these values in no other way; one that is not declared may be such.
     */
    private static List<Problem> problems(
            Map<String, String> options,
            Optional<FlinkVersion> version,
            Predicate<String> isConcerned,
            UnaryOperator<String> sentence) {
        if (version.isPresent() && Feature.OPTIONS_AS_ARGUMENTS.isIn(version)) {
            return List.of();
        }
        String flink = version.isPresent() ? "Flink before 1.16" : "Flink 1.x";
        return options.entrySet().stream()
                .filter(option -> isConcerned.test(option.getValue()))
                .map(
                        option ->
                                new Problem(
                                        "spec.flinkProperties." + option.getKey(),
                                        sentence.apply(option.getValue()).formatted(flink)))
                .toList();
    }
}
