package io.flinkoperator.examples.ledger;

import java.util.OptionalLong;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The sequences 0, 1, 2, … of splits 0, 1, 2, …, as pairs of split and number; the same at each
 * run, whatever the parallelism.
 */
final class Numbers implements Source<Tuple2<Integer, Long>, NumberSplit, Unassigned> {

    private static final long serialVersionUID = 1;

    private final int splits;
    private final long rate;
    private final long records;

    Numbers(int splits, long rate, OptionalLong records) {
        this.splits = splits;
        this.rate = rate;
        this.records = records.orElse(Long.MAX_VALUE);
    }

    @Override
    public Boundedness getBoundedness() {
        return isEndless() ? Boundedness.CONTINUOUS_UNBOUNDED : Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<Tuple2<Integer, Long>, NumberSplit> createReader(
            SourceReaderContext context) {
        return new NumberReader(rate, records);
    }

    @Override
    public SplitEnumerator<NumberSplit, Unassigned> createEnumerator(
            SplitEnumeratorContext<NumberSplit> context) {
        return restoreEnumerator(context, Unassigned.NOTHING_MADE);
    }

    @Override
    public SplitEnumerator<NumberSplit, Unassigned> restoreEnumerator(
            SplitEnumeratorContext<NumberSplit> context, Unassigned checkpoint) {
        return new NumberEnumerator(context, checkpoint.upTo(splits), !isEndless());
    }

    @Override
    public SimpleVersionedSerializer<NumberSplit> getSplitSerializer() {
        return new NumberSplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<Unassigned> getEnumeratorCheckpointSerializer() {
        return new Unassigned.Serializer();
    }

    private boolean isEndless() {
        return records == Long.MAX_VALUE;
    }
}
