package io.flinkoperator.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Durations in milliseconds. */
final class Latencies {
    private final List<Double> all = new ArrayList<>();

    synchronized void add(double milliseconds) {
        all.add(milliseconds);
    }

    /** The one that so many percent are not longer than. */
    synchronized double percentile(int percent) {
        List<Double> sorted = new ArrayList<>(all);
        Collections.sort(sorted);
        return sorted.get((int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
    }
}
