package io.flinkoperator.testkit;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Every request to a {@link FakeFlink}, in the order of arrival, whatever became of it. */
public final class FlinkJournal {

    private final Queue<FlinkRequest> requests = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    FlinkJournal() {}

    void add(FlinkRequest request) {
        requests.add(request);
        counts.computeIfAbsent(request.endpoint(), endpoint -> new LongAdder()).increment();
    }

    public List<FlinkRequest> requests() {
        return List.copyOf(requests);
    }

    /** Requests that ask for a change: uploads, submissions, cancellations. */
    public List<FlinkRequest> writes() {
        return requests.stream().filter(FlinkRequest::isWrite).toList();
    }

    public long count(Predicate<FlinkRequest> which) {
        return requests.stream().filter(which).count();
    }

    /** How often each endpoint was called since the start, such as {@code GET /jobs/:jobid}. */
    public Map<String, Long> counters() {
        return counts.entrySet().stream()
                .collect(
                        Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> it.getValue().sum()));
    }

    /** Forgets the requests, to save memory in a long run; the counters go on. */
    public void clear() {
        requests.clear();
    }
}
