package io.flinkoperator.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests that the API server has counted, by verb and resource, but for leases and what the API
 * server asks itself.
 */
record Requests(Map<String, Long> counts) {
    private static final Pattern LINE = Pattern.compile("apiserver_request_total\\{(.*)\\} (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final java.util.Set<String> READS =
            java.util.Set.of("GET", "LIST", "WATCH", "WATCHLIST");
    private static final java.util.Set<String> OF_CLUSTERS =
            java.util.Set.of(
                    "configmaps",
                    "controllerrevisions",
                    "events",
                    "flinkclusters",
                    "jobs",
                    "networkpolicies",
                    "pods",
                    "services",
                    "statefulsets");

    static Requests soFar(KubernetesClient client) {
        Map<String, Long> counts = new TreeMap<>();
        client.raw("/metrics")
                .lines()
                .filter(line -> line.startsWith("apiserver_request_total"))
                .forEach(line -> add(line, counts));
        return new Requests(counts);
    }

    private static void add(String line, Map<String, Long> counts) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return;
        }
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(matcher.group(1));
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        String resource = labels.getOrDefault("resource", "");
        if (OF_CLUSTERS.contains(resource)) {
            String subresource = labels.getOrDefault("subresource", "");
            String what =
                    labels.get("verb")
                            + " "
                            + resource
                            + (subresource.isEmpty() ? "" : "/" + subresource);
            counts.merge(what, (long) Double.parseDouble(matcher.group(2)), Long::sum);
        }
    }

    Requests since(Requests before) {
        Map<String, Long> more = new TreeMap<>();
        counts.forEach(
                (what, count) -> {
                    long difference = count - before.counts.getOrDefault(what, 0L);
                    if (difference > 0) {
                        more.put(what, difference);
                    }
                });
        return new Requests(more);
    }

    /** All that ask for a change. */
    long writes() {
        return counts.entrySet().stream()
                .filter(entry -> !READS.contains(entry.getKey().split(" ", 2)[0]))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
