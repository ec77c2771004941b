package io.flinkoperator.examples.sequence;

/** How many numbers the job's arguments ask for; knows nothing of Flink. */
final class Length {

    /** The last number of the sequence. */
    final long last;

    /** Whether the sequence is to go on until the job is stopped. */
    final boolean isEndless;

    private Length(long last, boolean isEndless) {
        this.last = last;
        this.isEndless = isEndless;
    }

    static Length of(String... args) {
        if (args.length == 1 && args[0].equals("--endless")) {
            return new Length(Long.MAX_VALUE, true);
        }
        if (args.length == 2 && args[0].equals("--count") && args[1].matches("[1-9]\\d{0,17}")) {
            return new Length(Long.parseLong(args[1]), false);
        }
        throw new IllegalArgumentException(
                "Usage: sequence --count N | --endless, got \"" + String.join(" ", args) + "\"");
    }
}
