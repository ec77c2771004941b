package io.flinkoperator.core.spec;

import static io.flinkoperator.core.spec.FlinkOption.refuse;
import static io.flinkoperator.core.spec.FlinkOption.row;
import static io.flinkoperator.core.spec.FlinkOption.userWins;
import static io.flinkoperator.core.spec.FlinkOption.warn;

import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.core.spec.FlinkOption.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Options that say where Flink's processes are reached, and by whom. */
final class AddressOptions {
    private static final String NOT_SET = "not set";
    private static final String HTTP =
            "is not possible: the operator speaks to Flink's REST API by HTTP; leave it out, and"
                    + " protect the port with networkPolicy, a service mesh or the TLS of an ingress";
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\..*|::1|\\[::1]", Pattern.CASE_INSENSITIVE);

    static final List<FlinkOption> ROWS =
            List.of(
                    row(
                            OwnedOptions.RPC_ADDRESS,
                            "name of the JobManager's Service; with `highAvailability` the pod's"
                                    + " own address",
                            Outcome.OPERATOR_WINS,
                            (asked, value) -> warn(true, OwnedOptions.SENTENCE)),
                    jobManagerPort(
                            OwnedOptions.RPC_PORT, "rpc", it -> it.jobManager().ports().rpc()),
                    jobManagerPort(
                            OwnedOptions.BLOB_PORT, "blob", it -> it.jobManager().ports().blob()),
                    jobManagerPort(
                            OwnedOptions.QUERY_PORT,
                            "query",
                            it -> it.jobManager().ports().query()),
                    jobManagerPort(
                            OwnedOptions.REST_PORT, "ui", it -> it.jobManager().ports().ui()),
                    port(
                            "taskmanager.rpc.port",
                            "taskManager.ports.rpc",
                            it -> it.taskManager().ports().rpc(),
                            "is overridden by the operator, whose probes need it; use"
                                    + " taskManager.ports.rpc"),
                    userWins("taskmanager.data.port", "`taskManager.ports.data`"),
                    bound("jobmanager.rpc.bind-port", "jobManager.ports.rpc"),
                    bound("rest.bind-port", "jobManager.ports.ui"),
                    bound("taskmanager.rpc.bind-port", "taskManager.ports.rpc"),
                    bound("taskmanager.data.bind-port", "taskManager.ports.data"),
                    row(
                            "jobmanager.web.port",
                            NOT_SET,
                            Outcome.NO_EFFECT,
                            (asked, value) ->
                                    warn(
                                            true,
                                            "has no effect beside rest.port; use jobManager.ports.ui")),
                    reachable("rest.bind-address"),
                    reachable("jobmanager.bind-host"),
                    reachable("taskmanager.bind-host"),
                    row(
                            "taskmanager.host",
                            "not set: each pod's own",
                            Outcome.USER_WINS_WARNED,
                            (asked, value) ->
                                    warn(
                                            true,
                                            "gives all TaskManagers the same address; leave it out,"
                                                    + " so that each has its pod's")),
                    userWins("rest.address", NOT_SET),
                    row(
                            "security.ssl.rest.enabled",
                            NOT_SET,
                            Outcome.REFUSED,
                            (asked, value) -> refuse(isTrue(value), value, HTTP)),
                    row(
                            "security.ssl.enabled",
                            NOT_SET,
                            Outcome.REFUSED,
                            (asked, value) ->
                                    refuse(
                                            isTrue(value)
                                                    && (!asked.has("security.ssl.rest.enabled")
                                                            || asked.isTrue(
                                                                    "security.ssl.rest.enabled")),
                                            value,
                                            HTTP
                                                    + "; security.ssl.internal.enabled is for what"
                                                    + " Flink says to itself")),
                    userWins("security.ssl.internal.*", "not set; the probes only connect"),
                    userWins(
                            "metrics.reporter.*",
                            "not set; the ports of reporters that listen are opened in the"
                                    + " NetworkPolicy, 9249 for Prometheus without `port`"),
                    userWins("jmx.server.port", "not set; opened in the NetworkPolicy"),
                    userWins(
                            "queryable-state.proxy.ports",
                            "not set; opened in the NetworkPolicy, with `queryable-state.enable:"
                                    + " true`"));

    private AddressOptions() {}

    private static boolean isTrue(String value) {
        return "true".equalsIgnoreCase(value);
    }

    private static FlinkOption jobManagerPort(
            String key, String port, Function<FlinkClusterSpec, Integer> value) {
        return port(key, "jobManager.ports." + port, value, OwnedOptions.SENTENCE);
    }

    private static FlinkOption port(
            String key, String field, Function<FlinkClusterSpec, Integer> port, String sentence) {
        return new FlinkOption(
                key,
                "`" + field + "`",
                Outcome.OPERATOR_WINS,
                spec -> Optional.of(String.valueOf(port.apply(spec))),
                (asked, value) ->
                        warn(!value.equals(String.valueOf(port.apply(asked.spec()))), sentence));
    }

    /** Flink listens where others are told that it does. */
    private static FlinkOption bound(String key, String field) {
        return row(
                key,
                "not set: `" + field + "`",
                Outcome.OPERATOR_WINS,
                (asked, value) ->
                        warn(
                                true,
                                "is left out: Flink listens where others look for it; use "
                                        + field));
    }

    private static FlinkOption reachable(String key) {
        return userWins(
                key,
                "not set: all addresses; a loopback address is refused",
                (asked, value) ->
                        refuse(
                                LOOPBACK.matcher(value).matches(),
                                value,
                                "lets no other pod in; leave it out, or write 0.0.0.0"));
    }
}
