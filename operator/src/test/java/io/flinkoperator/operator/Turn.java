package io.flinkoperator.operator;

import java.util.stream.IntStream;

/**
 * Which part of a long set of tests runs. {@code make test} runs one part of each set and takes the
 * next part with the next commit; {@code -Dturn=all}, the default, runs all of them.
 *
 * @param number Any number that grows with each commit; a negative one stands for all.
 */
record Turn(int number) {
    private static final String ALL = "all";

    static Turn current() {
        String turn = System.getProperty("turn", ALL);
        return new Turn(turn.equals(ALL) ? -1 : Integer.parseInt(turn));
    }

    boolean isAll() {
        return number < 0;
    }

    /** Whether an element of a set is in the part that runs, if there are so many parts. */
    boolean takes(int element, int parts) {
        return isAll() || element % parts == number % parts;
    }

    /** The elements of a set of this size that run. */
    IntStream of(int size, int parts) {
        return IntStream.range(0, size).filter(element -> takes(element, parts));
    }
}
