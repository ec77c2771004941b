package io.flinkoperator.examples.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What the job's arguments ask for; knows nothing of Flink. */
record Settings(Map<String, String> values) {

    private static final String USAGE =
            "Usage: ledger --output URI [--splits N] [--rate N] [--records N] [--tag TEXT]"
                    + " [--checkpointing off|MILLISECONDS] [--fail-after-seconds N]"
                    + " [--fail-every RECORDS] [--hang-checkpoints] [--crash]";
    private static final Set<String> NUMBERS =
            Set.of("splits", "rate", "records", "fail-after-seconds", "fail-every");
    private static final Set<String> TEXTS = Set.of("output", "tag", "checkpointing");
    private static final Set<String> SWITCHES = Set.of("hang-checkpoints", "crash");
    private static final String NUMBER = "[1-9]\\d{0,8}";

    Settings {
        values = Map.copyOf(values);
    }

    static Settings of(String... args) {
        Map<String, String> values = new HashMap<>();
        var rest = List.of(args).iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            String name = argument.startsWith("--") ? argument.substring(2) : "";
            boolean isSwitch = SWITCHES.contains(name);
            String value = isSwitch ? "true" : rest.hasNext() ? rest.next() : "";
            if (!isSwitch && !accepts(name, value)) {
                throw new IllegalArgumentException(
                        USAGE + ", got \"" + String.join(" ", args) + "\"");
            }
            values.put(name, value);
        }
        if (!values.containsKey("output")) {
            throw new IllegalArgumentException(USAGE + ", got no --output");
        }
        return new Settings(values);
    }

    private static boolean accepts(String name, String value) {
        return switch (name) {
            case "checkpointing" -> value.equals("off") || value.matches(NUMBER);
            default -> NUMBERS.contains(name) ? value.matches(NUMBER) : TEXTS.contains(name);
        };
    }

    String output() {
        return values.get("output");
    }

    /** How many sequences there are. */
    int splits() {
        return (int) number("splits").orElse(4);
    }

    /** Records a second of each sequence. */
    long rate() {
        return number("rate").orElse(20);
    }

    /** How many records each sequence has; none if it is endless. */
    OptionalLong records() {
        return number("records");
    }

    String jobName() {
        return values.containsKey("tag") ? "ledger " + values.get("tag") : "ledger";
    }

    boolean isWithoutCheckpoints() {
        return values.getOrDefault("checkpointing", "").equals("off");
    }

    /** Milliseconds; none leaves it to Flink's configuration. */
    OptionalLong checkpointInterval() {
        return isWithoutCheckpoints() ? OptionalLong.empty() : number("checkpointing");
    }

    OptionalLong failAfterSeconds() {
        return number("fail-after-seconds");
    }

    /** After how many records a subtask fails, counted anew at each start. */
    OptionalLong failEvery() {
        return number("fail-every");
    }

    boolean hangsInCheckpoints() {
        return values.containsKey("hang-checkpoints");
    }

    boolean crashes() {
        return values.containsKey("crash");
    }

    private OptionalLong number(String name) {
        String value = values.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
    }
}
