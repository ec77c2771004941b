package io.flinkoperator.core.spec;

import static io.flinkoperator.core.spec.Problem.quoted;

import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.api.JobMode;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the operator does about an option of Flink, and what happens if a user sets it, too.
 *
 * @param key Its name; with a '*' at its end, all that begin so.
 * @param origin Where the operator's value comes from, or what it does with a user's.
 * @param outcome What happens to a user's value.
 * @param value The operator's value as far as it follows from the spec alone.
 * @param rule What is to be said of a user's value.
 */
public record FlinkOption(
        String key,
        String origin,
        Outcome outcome,
        Function<FlinkClusterSpec, Optional<String>> value,
        Rule rule) {

    /** What happens to a value that a user writes. */
    public enum Outcome {
        /** It counts; a value that cannot work is refused. */
        USER_WINS("yours wins"),
        /** It counts, and the author is told what that means. */
        USER_WINS_WARNED("yours wins, with a warning"),
        /** It is put together with the operator's. */
        MERGED("both are used"),
        /** The operator writes its own in its place, or none. */
        OPERATOR_WINS("the operator's wins, with a warning"),
        /** It is written, but Flink or the operator goes by something else. */
        NO_EFFECT("it has no effect, with a warning"),
        /** The spec is refused. */
        REFUSED("refused");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        /** In words, for the author of a spec. */
        public String words() {
            return words;
        }
    }

    /** What is to be said of a user's value. */
    interface Rule {
        /** The sentence; empty for a value that is all right. */
        Optional<Finding> on(Asked asked, String value);
    }

    /**
     * Something to be said of a value.
     *
     * @param isRefusal Whether the spec is refused for it.
     * @param sentence The sentence.
     */
    record Finding(boolean isRefusal, String sentence) {}

    /** Whether it is about an option. */
    public boolean isOf(String name) {
        return key.endsWith("*")
                ? name.startsWith(key.substring(0, key.length() - 1))
                : key.equals(name);
    }

    /** A spec, and the version of Flink that it declares. */
    record Asked(FlinkClusterSpec spec, Optional<FlinkVersion> version) {
        boolean hasJob() {
            return spec.job() != null;
        }

        boolean isApplication() {
            return hasJob() && spec.job().mode() == JobMode.Application;
        }

        boolean isTrue(String key) {
            return "true".equalsIgnoreCase(spec.flinkProperties().getOrDefault(key, "").strip());
        }

        boolean has(String key) {
            return FlinkOptions.isSet(spec, key);
        }
    }

    static FlinkOption userWins(String key, String origin) {
        return userWins(key, origin, (asked, value) -> Optional.empty());
    }

    static FlinkOption userWins(String key, String origin, Rule rule) {
        return row(key, origin, Outcome.USER_WINS, rule);
    }

    static FlinkOption row(String key, String origin, Outcome outcome, Rule rule) {
        return new FlinkOption(key, origin, outcome, spec -> Optional.empty(), rule);
    }

    static Optional<Finding> warn(boolean isSo, String sentence) {
        return isSo ? Optional.of(new Finding(false, sentence)) : Optional.empty();
    }

    static Optional<Finding> refuse(boolean isSo, String value, String sentence) {
        return refuse(isSo, quoted(value) + " " + sentence);
    }

    /** Without the value, which may be anything, such as a secret that came to a wrong place. */
    static Optional<Finding> refuse(boolean isSo, String sentence) {
        return isSo ? Optional.of(new Finding(true, sentence)) : Optional.empty();
    }

    /** A whole number from 1 to the most; empty if it is none. */
    static Optional<Integer> number(String value, int most) {
        return Optional.of(value)
                .filter(it -> it.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .filter(it -> it >= 1 && it <= most);
    }
}
