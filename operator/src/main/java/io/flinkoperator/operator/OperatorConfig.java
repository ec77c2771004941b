package io.flinkoperator.operator;

import io.flinkoperator.core.model.Platform;
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
 * @param watchLabels WATCH_LABELS: label selector of the FlinkClusters to watch, for example
 *     "team=shop". Default: all.
 * @param leaderElection LEADER_ELECTION: whether only one of several operators acts. Default: true.
 * @param namespace POD_NAMESPACE: namespace of the lease, and of the operator's pods. Default:
 *     "default".
 * @param lease LEASE_NAME: name of the lease; operators that watch different clusters need
 *     different ones. Default: "flink-operator".
 * @param identity POD_NAME: this process in the lease. Default: HOSTNAME.
 * @param httpPort HTTP_PORT: port of /healthz, /readyz and /metrics. Default: 8080.
 * @param fleetPagePort FLEET_PAGE_PORT: port of the page that shows the fleet. Default: no page.
 * @param reconcileThreads RECONCILE_THREADS: rounds at the same time. Default: 10.
 * @param endpoints FLINK_REST_URL: address of a JobManager, with {service}, {namespace}, {name} and
 *     {port} in it. Default: the Service's name in Kubernetes' DNS.
 * @param platform FETCH_IMAGE: image of the container that fetches remote jars. Default:
 *     "flink-operator".
 */
record OperatorConfig(
        Set<String> watchNamespaces,
        Optional<String> watchLabels,
        boolean leaderElection,
        String namespace,
        String lease,
        Optional<String> identity,
        int httpPort,
        Optional<Integer> fleetPagePort,
        int reconcileThreads,
        FlinkEndpoints endpoints,
        Platform platform) {

    private static final String NAMESPACE = "default";

    static OperatorConfig of(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        return new OperatorConfig(
                Arrays.stream(settings.text("WATCH_NAMESPACES").orElse("").split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                settings.text("WATCH_LABELS").map(String::strip),
                settings.read("LEADER_ELECTION", "true or false", OperatorConfig::yes).orElse(true),
                settings.text("POD_NAMESPACE").orElse(NAMESPACE),
                settings.text("LEASE_NAME").map(String::strip).orElse("flink-operator"),
                settings.text("POD_NAME").or(() -> settings.text("HOSTNAME")),
                settings.port("HTTP_PORT").orElse(8080),
                settings.port("FLEET_PAGE_PORT"),
                settings.read(
                                "RECONCILE_THREADS",
                                "a number from 1 to 1000",
                                text -> number(text, 1, 1000))
                        .orElse(10),
                settings.read("FLINK_REST_URL", FlinkEndpoints.FORM, FlinkEndpoints::new)
                        .orElse(new FlinkEndpoints(FlinkEndpoints.IN_CLUSTER)),
                new Platform(
                        settings.text("POD_NAMESPACE").orElse(NAMESPACE),
                        settings.text("FETCH_IMAGE").orElse("flink-operator"),
                        RestoreJar.BASE64));
    }

    private static Boolean yes(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    private static Integer number(String text, int least, int most) {
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    private record Settings(Map<String, String> environment) {
        Optional<String> text(String name) {
            return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
        }

        Optional<Integer> port(String name) {
            return read(name, "a port", text -> number(text, 0, 65535));
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
