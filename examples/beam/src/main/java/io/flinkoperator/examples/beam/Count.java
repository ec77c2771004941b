package io.flinkoperator.examples.beam;

import java.util.Optional;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Counts the numbers of each key, and prints {@code key<TAB>number<TAB>count}. */
class Count extends DoFn<KV<String, Long>, Void> {
    private static final long serialVersionUID = 1;
    private static final String COUNT = "count";

    /** Beam finds it by its annotation. */
    @SuppressWarnings("unused")
    @StateId(COUNT)
    private final StateSpec<ValueState<Long>> spec = StateSpecs.value(VarLongCoder.of());

    /** Takes one number. */
    @ProcessElement
    public void process(
            @Element KV<String, Long> number, @StateId(COUNT) ValueState<Long> counted) {
        long count = Optional.ofNullable(counted.read()).orElse(0L) + 1;
        counted.write(count);
        System.out.printf("%s\t%d\t%d%n", number.getKey(), number.getValue(), count);
    }
}
