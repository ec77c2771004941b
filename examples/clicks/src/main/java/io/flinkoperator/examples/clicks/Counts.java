package io.flinkoperator.examples.clicks;

import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps the number of each page's clicks in Flink's state and nothing beside it. */
final class Counts extends KeyedProcessFunction<String, String, String> {
    private static final long serialVersionUID = 1;
    private static final ValueStateDescriptor<Long> COUNT =
            new ValueStateDescriptor<>("count", Types.LONG);

    @Override
    public void processElement(String page, Context context, Collector<String> rows)
            throws IOException {
        ValueState<Long> state = getRuntimeContext().getState(COUNT);
        long count = 1 + (state.value() == null ? 0 : state.value());
        state.update(count);
        rows.collect(page + "\t" + count);
    }
}
