package io.flinkoperator.operator;

import io.flinkoperator.testkit.Passage;
import io.flinkoperator.testkit.ProxiedRequest;
import io.flinkoperator.testkit.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kills an operator at some of its writes, or lets it see less than there is. */
final class Disturbance implements Traffic {
    /** What happens at such a write. */
    enum Kind {
        /** The operator is killed; the write never reaches the server. */
        KILLED_BEFORE,
        /** The server has done it; the operator is killed before it knows, or just after. */
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

    private final String cluster;
    private final Plan plan;
    private final Victim victim;
    private final Map<ProxiedRequest, String> targets = new LinkedHashMap<>();
    private final List<String> writes = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /**
     * What is to happen, and when; writes are known by their words.
     *
     * @param kind What happens.
     * @param targets The writes that it happens at.
     * @param early The writes before which lists are recorded, to be shown later.
     */
    record Plan(Kind kind, Set<String> targets, Set<String> early) {
        static final Plan NOTHING = new Plan(Kind.ANSWER_LOST, Set.of(), Set.of());

        /** How many writes ago it was what is shown to the next operator. */
        private static final int AGO = 4;

        /** The first one that is left, and then each that comes so many writes later. */
        static Plan next(Kind kind, List<String> writes, Set<String> left, int distance) {
            Set<String> targets = new LinkedHashSet<>();
            Set<String> early = new HashSet<>();
            int from = 0;
            for (int i = 0; i < writes.size(); i++) {
                if (i >= from && left.contains(writes.get(i))) {
                    targets.add(writes.get(i));
                    early.add(writes.get(Math.max(0, i - AGO)));
                    from = i + distance;
                }
            }
            return new Plan(kind, targets, early);
        }
    }

    /**
     * Disturbances to come.
     *
     * @param cluster Name of the FlinkCluster whose writes count.
     * @param plan What happens at which of them.
     * @param victim Whom it happens to.
     */
    Disturbance(String cluster, Plan plan, Victim victim) {
        this.cluster = cluster;
        this.plan = plan;
        this.victim = victim;
    }

    /** The writes at which it has happened, in words. */
    synchronized List<String> disturbed() {
        return List.copyOf(targets.values());
    }

    /** All writes, in words that are the same for another cluster. */
    synchronized List<String> writes() {
        return List.copyOf(writes);
    }

    /** Such as the third change of a status. */
    private String words(ProxiedRequest request) {
        String what =
                request.method()
                        + " "
                        + Traces.mask(
                                request.uri()
                                        .getPath()
                                        .replace(cluster, "NAME")
                                        .replaceFirst("/namespaces/[^/]*", ""));
        return what + " " + counts.merge(what, 1, Integer::sum);
    }

    private static boolean isAbout(String cluster, ProxiedRequest request) {
        return request.uri().getPath().contains("/" + cluster)
                || request.body().contains("\"" + cluster);
    }

    private synchronized boolean isTarget(ProxiedRequest request) {
        return targets.containsKey(request);
    }

    @Override
    public Passage passage(ProxiedRequest request) {
        if (!Lane.isWrite(request) || !isAbout(cluster, request)) {
            return Passage.pass();
        }
        String write;
        synchronized (this) {
            write = words(request);
            writes.add(write);
            if (plan.targets().contains(write)) {
                targets.put(request, write);
            }
        }
        if (plan.kind() == Kind.OLD_LISTS && plan.early().contains(write)) {
            victim.recordLists();
        }
        if (!plan.targets().contains(write)) {
            return Passage.pass();
        }
        return switch (plan.kind()) {
            case KILLED_BEFORE, OLD_LISTS -> {
                victim.kill(plan.kind() == Kind.OLD_LISTS);
                yield Passage.drop();
            }
            case WATCHES_HELD -> {
                victim.holdWatches();
                yield Passage.pass();
            }
            case WATCHES_EXPIRED -> {
                victim.expireWatches();
                yield Passage.pass();
            }
            case ANSWER_LOST -> Passage.loseAnswer();
            case KILLED_AFTER -> Passage.pass();
        };
    }

    @Override
    public void answered(ProxiedRequest request) {
        if (plan.kind() == Kind.KILLED_AFTER && isTarget(request)) {
            victim.kill(false);
        }
    }
}
