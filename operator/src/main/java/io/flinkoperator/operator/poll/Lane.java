package io.flinkoperator.operator.poll;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Lets so many looks be under way at once; the others wait in the order in which they came. */
final class Lane {
    private final Executor starter;
    private final Queue<Supplier<CompletableFuture<Void>>> waiting = new ArrayDeque<>();
    private int free;

    /** A lane of so many places; who had to wait is started by the starter. */
    Lane(int places, Executor starter) {
        free = places;
        this.starter = starter;
    }

    /** Starts a look as soon as there is a place; its future gives the place back. */
    void enter(Supplier<CompletableFuture<Void>> look) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(look);
                return;
            }
            free--;
        }
        start(look);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void start(Supplier<CompletableFuture<Void>> look) {
        look.get().whenComplete((done, failure) -> leave());
    }

    /** Not in the same call: many looks that end at once would make a deep stack. */
    private void leave() {
        Supplier<CompletableFuture<Void>> next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        starter.execute(() -> start(next));
    }
}
