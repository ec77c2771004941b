package io.flinkoperator.core.spec;

import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.core.spec.FlinkOption.Asked;
import io.flinkoperator.core.spec.FlinkOption.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All options of Flink that the operator sets, derives, reads or must own. The configuration, the
 * warnings and the page of the docs are made from this one table; of two rows for an option the
 * first one counts.
 */
public final class FlinkOptions {
    /** The rows, by what they are about. */
    public static final Map<String, List<FlinkOption>> TABLE = table();

    private static final List<FlinkOption> ROWS =
            TABLE.values().stream().flatMap(List::stream).toList();

    private FlinkOptions() {}

    private static Map<String, List<FlinkOption>> table() {
        Map<String, List<FlinkOption>> table = new LinkedHashMap<>();
        table.put("Addresses and ports", AddressOptions.ROWS);
        table.put("Memory, JVM, slots", ProcessOptions.ROWS);
        table.put("High availability", HighAvailabilityOptions.ROWS);
        table.put("Jobs", JobOptions.ROWS);
        return table;
    }

    /** The row about an option. */
    public static Optional<FlinkOption> of(String key) {
        return ROWS.stream().filter(row -> row.isOf(key)).findFirst();
    }

    /** Whether a user sets an option; a blank one is not set. */
    static boolean isSet(FlinkClusterSpec spec, String key) {
        return !spec.flinkProperties().getOrDefault(key, "").isBlank();
    }

    /** A user's options as they are written: without those that the operator writes itself. */
    public static Map<String, String> written(FlinkClusterSpec spec) {
        Asked asked = asked(spec);
        Map<String, String> options = new TreeMap<>(spec.flinkProperties());
        spec.flinkProperties()
                .forEach(
                        (key, value) ->
                                of(key).filter(row -> row.outcome() == Outcome.OPERATOR_WINS)
                                        .filter(
                                                row ->
                                                        row.rule()
                                                                .on(asked, value.strip())
                                                                .isPresent())
                                        .ifPresent(row -> options.remove(key)));
        return options;
    }

    /** The operator's values of the options that it must own, as far as the spec alone tells. */
    public static Map<String, String> owned(FlinkClusterSpec spec) {
        Map<String, String> options = new TreeMap<>();
        ROWS.stream()
                .filter(row -> row.outcome() == Outcome.OPERATOR_WINS)
                .forEach(
                        row ->
                                row.value()
                                        .apply(spec)
                                        .ifPresent(value -> options.put(row.key(), value)));
        return options;
    }

    /** What is accepted, but not as its author may think. */
    static List<Problem> warnings(FlinkClusterSpec spec) {
        return findings(spec, false).toList();
    }

    /** What cannot work. */
    static List<Problem> problems(FlinkClusterSpec spec) {
        return findings(spec, true).toList();
    }

    private static Stream<Problem> findings(FlinkClusterSpec spec, boolean refusals) {
        Asked asked = asked(spec);
        return new TreeMap<>(spec.flinkProperties())
                .entrySet().stream()
                        .filter(option -> !option.getValue().isBlank())
                        .flatMap(option -> findings(asked, option, refusals));
    }

    private static Stream<Problem> findings(
            Asked asked, Map.Entry<String, String> option, boolean refusals) {
        return of(option.getKey())
                .flatMap(row -> row.rule().on(asked, option.getValue().strip()))
                .filter(finding -> finding.isRefusal() == refusals)
                .map(
                        finding ->
                                new Problem(
                                        "spec.flinkProperties." + option.getKey(),
                                        finding.sentence()))
                .stream();
    }

    private static Asked asked(FlinkClusterSpec spec) {
        return new Asked(spec, FlinkVersion.of(spec));
    }
}
