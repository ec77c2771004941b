package io.flinkoperator.examples.sequence;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Adds up the numbers 1, 2, 3, … by their remainder of the division by 4 and prints the sums to a
 * TaskManager's standard output; uses nothing that any Flink from 1.12 to 2.3 lacks.
 *
 * <p>{@code --count N} ends after N numbers and prints {@code end<TAB>remainder<TAB>sum} for each
 * remainder. {@code --endless} takes at most 100 numbers a second until it is stopped and prints
 * {@code number<TAB>remainder<TAB>sum} of every 25th: a job that was restored goes on after the
 * number and with the sums of its savepoint, any other begins with 25.
 */
public final class Sequence {

    private static final long PAUSE_MILLISECONDS = 10;
    private static final long REMAINDERS = 4;

    private Sequence() {}

    public static void main(String[] args) throws Exception {
        Length length = Length.of(args);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment();
        define(environment, length);
        environment.execute("sequence");
    }

    private static void define(StreamExecutionEnvironment environment, Length length) {
        long pause = length.isEndless ? PAUSE_MILLISECONDS : 0;
        environment
                .fromSequence(1, length.last)
                .uid("numbers")
                .map(number -> after(pause, number))
                .returns(Types.LONG)
                .name("pace")
                .keyBy(number -> number % REMAINDERS, Types.LONG)
                .process(new Sums(length.isEndless))
                .returns(Types.STRING)
                .name("sums")
                .uid("sums")
                .print()
                // More than one print sink would put "2> " in front of each row.
                .setParallelism(1)
                .name("print");
    }

    private static Long after(long milliseconds, Long number) throws InterruptedException {
        Thread.sleep(milliseconds);
        return number;
    }
}
