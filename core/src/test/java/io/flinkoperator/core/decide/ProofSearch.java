package io.flinkoperator.core.decide;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks at all moments that can come of one, the nearest first, for one that must not be; then for
 * one from which nothing that happens by itself leads to rest.
 */
final class ProofSearch {
    /** Moments that are looked at together; memory is needed for all that follows from them. */
    private static final int CHUNK = 2000;

    private final ProofSteps steps;
    private final int limit;
    private final Map<Key, Integer> known = new HashMap<>();
    private final List<int[]> free = new ArrayList<>();
    private final List<Origin> origins = new ArrayList<>();
    private final Map<Integer, Moment> ends = new HashMap<>();
    private long edges;
    private int depth;

    /**
     * A search.
     *
     * @param limit Number of moments after which it stops.
     */
    ProofSearch(ProofSteps steps, int limit) {
        this.steps = steps;
        this.limit = limit;
    }

    private record Key(long high, long low) {}

    private record Origin(int parent, String step) {}

    /**
     * What was found.
     *
     * @param violation The first thing that must not be; empty if none was found.
     * @param trace How it came about.
     */
    record Result(
            int moments,
            long edges,
            int depth,
            boolean isComplete,
            int bottoms,
            Optional<String> violation,
            List<String> trace) {}

    /** Where everything begins: a FlinkCluster that nobody has looked at. */
    static Moment beginning() {
        return new Moment(
                0,
                "",
                -1,
                false,
                "",
                new TreeMap<>(),
                false,
                0,
                List.of(),
                new TreeMap<>(),
                new Moment.Truth("", false, 0, 0, false),
                -1,
                0,
                0);
    }

    /** Where everything has come to rest, as far as this search went. */
    List<Moment> rests() {
        return ends.values().stream().filter(end -> !end.gone()).map(Moment::anew).toList();
    }

    private record Found(int index, Moment moment) {}

    private record Steps(Found from, List<ProofSteps.Step> steps, List<Key> keys) {}

    Result run(Moment start) {
        return run(List.of(start));
    }

    Result run(List<Moment> starts) {
        List<Found> layer = new ArrayList<>();
        for (Moment start : starts) {
            if (!known.containsKey(key(start))) {
                layer.add(new Found(add(key(start), -1, ""), start));
            }
        }
        return search(layer);
    }

    private Result search(List<Found> first) {
        List<Found> layer = first;
        while (!layer.isEmpty() && origins.size() < limit) {
            depth++;
            List<Found> next = new ArrayList<>();
            for (int from = 0; from < layer.size(); from += CHUNK) {
                List<Found> chunk = layer.subList(from, Math.min(from + CHUNK, layer.size()));
                if (origins.size() >= limit) {
                    next.addAll(chunk);
                    continue;
                }
                for (Steps one : chunk.parallelStream().map(this::look).toList()) {
                    Optional<Result> found = take(one, next);
                    if (found.isPresent()) {
                        return found.get();
                    }
                }
            }
            layer = next;
        }
        layer.forEach(it -> free.set(it.index(), null));
        return settle(layer.isEmpty());
    }

    private Steps look(Found from) {
        List<ProofSteps.Step> next = steps.from(from.moment());
        return new Steps(from, next, next.stream().map(step -> key(step.to())).toList());
    }

    private Optional<Result> take(Steps one, List<Found> layer) {
        List<Integer> targets = new ArrayList<>();
        for (int i = 0; i < one.steps().size(); i++) {
            ProofSteps.Step step = one.steps().get(i);
            Key key = one.keys().get(i);
            edges++;
            if (step.violation() != null) {
                List<String> trace = trace(one.from().index());
                trace.add(step.what());
                return Optional.of(result(false, 0, Optional.of(step.violation()), trace));
            }
            Integer target = known.get(key);
            if (target == null) {
                target = add(key, one.from().index(), step.what());
                layer.add(new Found(target, step.to()));
            }
            if (step.isFree() && target != one.from().index()) {
                targets.add(target);
            }
        }
        free.set(one.from().index(), targets.stream().mapToInt(it -> it).toArray());
        if (targets.isEmpty()) {
            ends.put(one.from().index(), one.from().moment());
        }
        return Optional.empty();
    }

    private int add(Key key, int parent, String step) {
        int index = origins.size();
        known.put(key, index);
        origins.add(new Origin(parent, step));
        free.add(new int[0]);
        return index;
    }

    private List<String> trace(int index) {
        List<String> trace = new ArrayList<>();
        for (int at = index; origins.get(at).parent() >= 0; at = origins.get(at).parent()) {
            trace.add(origins.get(at).step());
        }
        Collections.reverse(trace);
        return trace;
    }

    private Result result(
            boolean isComplete, int bottoms, Optional<String> violation, List<String> trace) {
        return new Result(origins.size(), edges, depth, isComplete, bottoms, violation, trace);
    }

    /** Each part of the world that is never left has to be one moment at rest. */
    private Result settle(boolean isComplete) {
        for (Map.Entry<Integer, Moment> end : ends.entrySet()) {
            Optional<String> why = ProofInvariants.unsettled(end.getValue());
            if (why.isPresent()) {
                return result(
                        isComplete, ends.size(), why.map("I21: "::concat), trace(end.getKey()));
            }
        }
        return restless()
                .map(
                        index ->
                                result(
                                        isComplete,
                                        ends.size(),
                                        Optional.of("I22: it never comes to rest"),
                                        trace(index)))
                .orElseGet(() -> result(isComplete, ends.size(), Optional.empty(), List.of()));
    }

    /** A moment from which no rest can be reached; those that nobody looked at count as rest. */
    private Optional<Integer> restless() {
        int count = free.size();
        int[] sizes = new int[count];
        for (int[] targets : free) {
            for (int target : targets == null ? new int[0] : targets) {
                sizes[target]++;
            }
        }
        int[][] before = new int[count][];
        for (int i = 0; i < count; i++) {
            before[i] = new int[sizes[i]];
        }
        for (int i = 0; i < count; i++) {
            for (int target : free.get(i) == null ? new int[0] : free.get(i)) {
                before[target][--sizes[target]] = i;
            }
        }
        boolean[] rests = new boolean[count];
        ArrayDeque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            if (free.get(i) == null || free.get(i).length == 0) {
                rests[i] = true;
                open.add(i);
            }
        }
        while (!open.isEmpty()) {
            for (int i : before[open.remove()]) {
                if (!rests[i]) {
                    rests[i] = true;
                    open.add(i);
                }
            }
        }
        for (int i = 0; i < count; i++) {
            if (!rests[i]) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static Key key(Moment moment) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("MD5")
                            .digest(moment.toString().getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.wrap(hash);
            return new Key(bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
