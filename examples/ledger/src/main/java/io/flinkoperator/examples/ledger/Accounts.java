package io.flinkoperator.examples.ledger;

import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps the sum of each account in Flink's state and nothing beside it. */
final class Accounts extends KeyedProcessFunction<String, Tuple2<Integer, Long>, String> {

    private static final long serialVersionUID = 1;

    private transient ValueState<Long> sum;

    @Override
    public void open(OpenContext context) {
        sum = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", Types.LONG));
    }

    @Override
    public void processElement(
            Tuple2<Integer, Long> number, Context context, Collector<String> entries)
            throws IOException {
        long before = sum.value() == null ? 0 : sum.value();
        long after = before + Entry.amount(number.f0, number.f1);
        sum.update(after);
        entries.collect(Entry.unwritten(number.f0, number.f1, after));
    }
}
