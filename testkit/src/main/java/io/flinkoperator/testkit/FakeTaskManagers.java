package io.flinkoperator.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The TaskManagers of one fake JobManager: those of pods, and others that a test wants there. */
final class FakeTaskManagers {

    /** A TaskManager registers a while after its pod is ready, or after its JobManager is back. */
    private static final Duration REGISTRATION = Duration.ofMillis(300);

    private final Map<String, Instant> since = new HashMap<>();
    private int others;
    private int slotsEach = 1;
    private boolean isClosed;

    synchronized void start(String id, Instant now) {
        since.putIfAbsent(id, now);
    }

    synchronized void end(String id) {
        since.remove(id);
    }

    synchronized void setOthers(int count, int slots) {
        others = count;
        slotsEach = slots;
    }

    synchronized void setSlotsEach(int slots) {
        slotsEach = slots;
    }

    /** Those of pods register again, in a while. */
    synchronized void loseAll(Instant now) {
        others = 0;
        since.replaceAll((id, before) -> now);
    }

    synchronized void close() {
        isClosed = true;
    }

    synchronized void open(Instant now) {
        isClosed = false;
        since.replaceAll((id, before) -> now);
    }

    synchronized int registered(Instant now) {
        return isClosed
                ? 0
                : others
                        + (int)
                                since.values().stream()
                                        .filter(it -> !now.isBefore(it.plus(REGISTRATION)))
                                        .count();
    }

    synchronized int slots(Instant now) {
        return registered(now) * slotsEach;
    }
}
