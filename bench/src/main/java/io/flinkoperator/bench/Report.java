package io.flinkoperator.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures of one run, in the order in which they were measured. */
final class Report {
    final String kubernetes;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    /** A report of a run with a version of Kubernetes. */
    Report(String kubernetes) {
        this.kubernetes = kubernetes;
    }

    void add(String what, double value) {
        figures.put(what, value);
        System.out.println(line(what, value));
    }

    static String line(String what, double value) {
        return String.format(Locale.ROOT, "  %-62s %12s", what, number(value));
    }

    Map<String, Double> figures() {
        return figures;
    }

    String json(String head) {
        return "{"
                + head
                + figures.entrySet().stream()
                        .map(it -> ", \"" + it.getKey() + "\": " + number(it.getValue()))
                        .collect(Collectors.joining())
                + "}";
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e12
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.1f", value);
    }
}
