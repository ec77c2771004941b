package io.flinkoperator.operator;

import io.flinkoperator.operator.controller.FlinkEndpoints;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Settings of the operator process, from environment variables.
 *
 * @param watchNamespaces WATCH_NAMESPACES: namespaces to watch, separated by commas. Default: all.
 * @param leaderElection LEADER_ELECTION: whether only one of several operators acts. Default: true.
 * @param namespace POD_NAMESPACE: namespace of the lease. Default: "default".
 * @param identity POD_NAME: this process in the lease. Default: HOSTNAME.
 * @param httpPort HTTP_PORT: port of /healthz, /readyz and /metrics. Default: 8080.
 * @param reconcileThreads RECONCILE_THREADS: rounds at the same time. Default: 10.
 * @param endpoints FLINK_REST_URL: address of a JobManager, with {service}, {namespace}, {name} and
 *     {port} in it. Default: the Service's name in Kubernetes' DNS.
 */
record OperatorConfig(
        Set<String> watchNamespaces,
        boolean leaderElection,
        String namespace,
        Optional<String> identity,
        int httpPort,
        int reconcileThreads,
        FlinkEndpoints endpoints) {

    static OperatorConfig of(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        return new OperatorConfig(
                Arrays.stream(settings.text("WATCH_NAMESPACES").orElse("").split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                settings.read("LEADER_ELECTION", "true or false", OperatorConfig::yes).orElse(true),
                settings.text("POD_NAMESPACE").orElse("default"),
                settings.text("POD_NAME").or(() -> settings.text("HOSTNAME")),
                settings.read("HTTP_PORT", "a port", Integer::valueOf).orElse(8080),
                settings.read("RECONCILE_THREADS", "a number", Integer::valueOf).orElse(10),
                new FlinkEndpoints(
                        settings.text("FLINK_REST_URL").orElse(FlinkEndpoints.IN_CLUSTER)));
    }

    private static Boolean yes(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    private record Settings(Map<String, String> environment) {
        Optional<String> text(String name) {
            return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
        }

        <T> Optional<T> read(String name, String kind, Function<String, T> reader) {
            return text(name)
                    .map(
                            value -> {
                                try {
                                    return reader.apply(value.strip());
                                } catch (IllegalArgumentException unreadable) {
                                    throw new IllegalArgumentException(
                                            "Environment variable "
                                                    + name
                                                    + " is '"
                                                    + value
                                                    + "', which is not "
                                                    + kind,
                                            unreadable);
                                }
                            });
        }
    }
}
