package io.flinkoperator.examples.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.io.InputStatus;

/** Emits the numbers of its splits at their pace; never blocks, so that checkpoints do not wait. */
final class NumberReader implements SourceReader<Tuple2<Integer, Long>, NumberSplit> {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long pause;
    private final long records;
    private final List<Progress> progresses = new ArrayList<>();
    private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);
    private boolean hasAllSplits;

    NumberReader(long rate, long records) {
        this.pause = SECOND / rate;
        this.records = records;
    }

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<Tuple2<Integer, Long>> output) {
        Optional<Progress> first =
                progresses.stream()
                        .filter(progress -> progress.next < records)
                        .min(Comparator.comparingLong(progress -> progress.due));
        if (first.isEmpty()) {
            available = new CompletableFuture<>();
            return hasAllSplits ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
        }
        long wait = first.get().due - System.nanoTime();
        if (wait > 0) {
            available =
                    new CompletableFuture<Void>()
                            .completeOnTimeout(null, wait, TimeUnit.NANOSECONDS);
            return InputStatus.NOTHING_AVAILABLE;
        }
        output.collect(first.get().take(wait < -SECOND ? -wait : pause));
        return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<NumberSplit> snapshotState(long checkpoint) {
        // Those that have ended too: a later run may ask for more of them.
        return progresses.stream().map(progress -> progress.split()).toList();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void addSplits(List<NumberSplit> splits) {
        splits.forEach(split -> progresses.add(new Progress(split)));
        available.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {
        hasAllSplits = true;
        available.complete(null);
    }

    @Override
    public void close() {}

    private static final class Progress {
        private final int id;
        private long next;
        private long due = System.nanoTime();

        Progress(NumberSplit split) {
            id = split.id();
            next = split.next();
        }

        /** The next number; the one after it comes later by the given nanoseconds. */
        Tuple2<Integer, Long> take(long pause) {
            due += pause;
            return Tuple2.of(id, next++);
        }

        NumberSplit split() {
            return new NumberSplit(id, next);
        }
    }
}
