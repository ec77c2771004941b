package io.flinkoperator.examples.clicks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the counts of all clicks tell: each page has each number from 1 on once.
 *
 * @param pages Highest number of each page.
 * @param faults What is missing or double.
 */
record Verdict(Map<String, Long> pages, List<String> faults) {

    static Verdict of(List<String> rows) {
        Map<String, TreeSet<Long>> numbers = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        for (String row : rows) {
            String page = row.substring(0, row.indexOf('\t'));
            Long number = Long.valueOf(row.substring(row.indexOf('\t') + 1));
            if (!numbers.computeIfAbsent(page, key -> new TreeSet<>()).add(number)) {
                faults.add(page + " has " + number + " twice");
            }
        }
        Map<String, Long> pages = new TreeMap<>();
        numbers.forEach(
                (page, found) -> {
                    pages.put(page, found.last());
                    long missing = found.last() - found.size();
                    if (missing > 0) {
                        faults.add(page + " lacks " + missing + " below " + found.last());
                    }
                });
        return new Verdict(pages, faults);
    }

    long clicks() {
        return pages.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        return clicks()
                + " clicks on "
                + pages.size()
                + " pages: "
                + (faults.isEmpty() ? "none missing, none double" : String.join(", ", faults));
    }
}
