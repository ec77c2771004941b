package io.flinkoperator.examples.ledger;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Gives each split to one reader, once; what a lost reader had since the checkpoint comes back. */
final class NumberEnumerator implements SplitEnumerator<NumberSplit, Unassigned> {

    private final SplitEnumeratorContext<NumberSplit> context;
    private final boolean isBounded;
    private final int made;
    private final List<NumberSplit> unassigned;

    NumberEnumerator(
            SplitEnumeratorContext<NumberSplit> context, Unassigned start, boolean isBounded) {
        this.context = context;
        this.isBounded = isBounded;
        made = start.made();
        unassigned = new ArrayList<>(start.splits());
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int reader, String host) {}

    @Override
    public void addSplitsBack(List<NumberSplit> splits, int reader) {
        unassigned.addAll(splits);
    }

    @Override
    public void addReader(int reader) {
        List<NumberSplit> own =
                unassigned.stream()
                        .filter(split -> split.id() % context.currentParallelism() == reader)
                        .toList();
        own.forEach(split -> context.assignSplit(split, reader));
        unassigned.removeAll(own);
        if (isBounded) {
            context.signalNoMoreSplits(reader);
        }
    }

    @Override
    public Unassigned snapshotState(long checkpoint) {
        return new Unassigned(made, unassigned);
    }

    @Override
    public void close() {}
}
