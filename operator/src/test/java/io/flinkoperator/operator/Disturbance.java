package io.flinkoperator.operator;

import io.flinkoperator.testkit.Passage;
import io.flinkoperator.testkit.ProxiedRequest;
import io.flinkoperator.testkit.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Kills an operator at one of its writes, or lets it see less than there is. */
final class Disturbance implements Traffic {
    /** What happens at that write. */
    enum Kind {
        /** The operator is killed; the write never reaches the server. */
        KILLED_BEFORE,
        /** The server has done it; the operator is killed before it knows. */
        KILLED_BETWEEN,
        /** The operator is killed as soon as it has heard of it. */
        KILLED_AFTER,
        /** The server has done it; the operator lives, and hears nothing of that. */
        ANSWER_LOST,
        /** For a while the operator hears nothing of what changes. */
        WATCHES_HELD,
        /** Watches end, and are too old to be taken up again. */
        WATCHES_EXPIRED,
        /** The operator is killed, and the next one is shown what was there some writes before. */
        OLD_LISTS
    }

    /** An operator that can be disturbed. */
    interface Victim {
        /** SIGKILL; then it is started again, and may be shown what was recorded. */
        void kill(boolean showsOldLists);

        void holdWatches();

        void expireWatches();

        void recordLists();
    }

    /** How many writes ago it was what is shown to the next operator. */
    private static final int AGO = 4;

    private final String cluster;
    private final int number;
    private final Kind kind;
    private final Victim victim;
    private final List<ProxiedRequest> writes = new ArrayList<>();

    /**
     * A disturbance to come.
     *
     * @param cluster Name of the FlinkCluster whose writes count.
     * @param number Which write, from 1 on; 0 for none.
     * @param kind What happens at that write.
     * @param victim Whom it happens to.
     */
    Disturbance(String cluster, int number, Kind kind, Victim victim) {
        this.cluster = cluster;
        this.number = number;
        this.kind = kind;
        this.victim = victim;
    }

    /** The write at which it has happened. */
    synchronized Optional<ProxiedRequest> target() {
        return number > 0 && writes.size() >= number
                ? Optional.of(writes.get(number - 1))
                : Optional.empty();
    }

    synchronized int writes() {
        return writes.size();
    }

    private static boolean isAbout(String cluster, ProxiedRequest request) {
        return request.uri().getPath().contains("/" + cluster)
                || request.body().contains("\"" + cluster);
    }

    private boolean isTarget(ProxiedRequest request) {
        return target().filter(request::equals).isPresent();
    }

    @Override
    public Passage passage(ProxiedRequest request) {
        if (!Lane.isWrite(request) || !isAbout(cluster, request)) {
            return Passage.pass();
        }
        int written;
        synchronized (this) {
            writes.add(request);
            written = writes.size();
        }
        if (kind == Kind.OLD_LISTS && written == Math.max(1, number - AGO)) {
            victim.recordLists();
        }
        if (!isTarget(request)) {
            return Passage.pass();
        }
        switch (kind) {
            case KILLED_BEFORE, OLD_LISTS -> {
                victim.kill(kind == Kind.OLD_LISTS);
                return Passage.drop();
            }
            case WATCHES_HELD -> victim.holdWatches();
            case WATCHES_EXPIRED -> victim.expireWatches();
            default -> {}
        }
        boolean isLost = kind == Kind.KILLED_BETWEEN || kind == Kind.ANSWER_LOST;
        return isLost ? Passage.loseAnswer() : Passage.pass();
    }

    @Override
    public void done(ProxiedRequest request) {
        if (kind == Kind.KILLED_BETWEEN && isTarget(request)) {
            victim.kill(false);
        }
    }

    @Override
    public void answered(ProxiedRequest request) {
        if (kind == Kind.KILLED_AFTER && isTarget(request)) {
            victim.kill(false);
        }
    }
}
