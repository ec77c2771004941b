package io.flinkoperator.core.resources;

import io.flinkoperator.core.spec.ValidCluster;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Ports on which Flink listens by its options, for whoever asks for metrics or state. */
final class ListeningPorts {
    private static final Pattern REPORTER =
            Pattern.compile("metrics\\.reporter\\.([^.]+)\\.(?:port|class|factory\\.class)");

    private static final String PROMETHEUS = "9249";
    private static final String QUERYABLE_STATE = "9069";

    /** Their port is that of a server to which they send. */
    private static final List<String> SENDERS =
            List.of(
                    "pushgateway",
                    "graphite",
                    "influxdb",
                    "statsd",
                    "datadog",
                    "slf4j",
                    "opentelemetry");

    private ListeningPorts() {}

    /** Each a port, or a range of which Flink takes the first that is free. */
    static Stream<String> of(ValidCluster cluster) {
        Stream<String> reporters =
                cluster.spec().flinkProperties().keySet().stream()
                        .map(REPORTER::matcher)
                        .filter(Matcher::matches)
                        .map(it -> it.group(1))
                        .distinct()
                        .flatMap(name -> ofReporter(cluster, name).stream());
        return Stream.of(
                        reporters,
                        cluster.option("jmx.server.port").stream(),
                        queryableState(cluster).stream())
                .flatMap(ports -> ports)
                .flatMap(ports -> Stream.of(ports.split(",")))
                .map(String::strip);
    }

    private static Optional<String> ofReporter(ValidCluster cluster, String name) {
        String reporter = "metrics.reporter." + name;
        String kind =
                cluster.option(reporter + ".factory.class")
                        .or(() -> cluster.option(reporter + ".class"))
                        .map(it -> it.substring(it.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
                        .orElse("");
        if (SENDERS.stream().anyMatch(kind::contains)) {
            return Optional.empty();
        }
        return cluster.option(reporter + ".port")
                .or(() -> kind.contains("prometheus") ? Optional.of(PROMETHEUS) : Optional.empty());
    }

    private static Optional<String> queryableState(ValidCluster cluster) {
        return cluster.option("queryable-state.enable")
                .filter(it -> it.strip().equalsIgnoreCase("true"))
                .map(it -> cluster.option("queryable-state.proxy.ports").orElse(QUERYABLE_STATE));
    }
}
