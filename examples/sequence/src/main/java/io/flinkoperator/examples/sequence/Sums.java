package io.flinkoperator.examples.sequence;

import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps the sum of each key's numbers in Flink's state and nothing beside it. */
final class Sums extends KeyedProcessFunction<Long, Long, String> {

    private static final long serialVersionUID = 1;
    private static final long PRINTED = 25;
    private static final ValueStateDescriptor<Long> SUM =
            new ValueStateDescriptor<>("sum", Types.LONG);

    private final boolean printsSteps;

    Sums(boolean printsSteps) {
        this.printsSteps = printsSteps;
    }

    @Override
    public void processElement(Long number, Context context, Collector<String> rows)
            throws IOException {
        // Not in open(): its parameter is of another type in Flink 2.
        ValueState<Long> state = getRuntimeContext().getState(SUM);
        long sum = number + (state.value() == null ? 0 : state.value());
        state.update(sum);
        context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
        if (printsSteps && number % PRINTED == 0) {
            rows.collect(row(number.toString(), context.getCurrentKey(), sum));
        }
    }

    /** The end of the sequence is the end of its time. */
    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<String> rows)
            throws IOException {
        rows.collect(
                row("end", context.getCurrentKey(), getRuntimeContext().getState(SUM).value()));
    }

    private static String row(String number, Long key, Long sum) {
        return number + "\t" + key + "\t" + sum;
    }
}
