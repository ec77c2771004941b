package io.flinkoperator.operator.poll;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler whose time is in the test's hands: it runs a task when it is told to. */
final class ManualScheduler extends ScheduledThreadPoolExecutor {

    private static final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final Duration delay;

        Task(Runnable work, Duration delay) {
            super(work, null);
            this.delay = delay;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(delay);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(
                    getDelay(TimeUnit.MILLISECONDS), other.getDelay(TimeUnit.MILLISECONDS));
        }
    }

    private final Deque<Task> tasks = new ArrayDeque<>();

    ManualScheduler() {
        super(0);
    }

    @Override
    public synchronized ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        Task task = new Task(work, Duration.of(delay, unit.toChronoUnit()));
        tasks.add(task);
        return task;
    }

    /** Delay of the task that waits; of several the one that was scheduled first. */
    synchronized Optional<Duration> waiting() {
        tasks.removeIf(FutureTask::isCancelled);
        return Optional.ofNullable(tasks.peek()).map(task -> task.delay);
    }

    /** Runs the task that waits, whatever its delay. */
    void runWaiting() {
        Task task;
        synchronized (this) {
            tasks.removeIf(FutureTask::isCancelled);
            task = tasks.remove();
        }
        task.run();
    }
}
