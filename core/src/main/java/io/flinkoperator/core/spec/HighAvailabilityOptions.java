package io.flinkoperator.core.spec;

import static io.flinkoperator.core.spec.FlinkOption.row;
import static io.flinkoperator.core.spec.FlinkOption.userWins;
import static io.flinkoperator.core.spec.FlinkOption.warn;

import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.core.spec.FlinkOption.Asked;
import io.flinkoperator.core.spec.FlinkOption.Finding;
import io.flinkoperator.core.spec.FlinkOption.Outcome;
import java.util.List;
import java.util.Optional;

/** Options that let jobs survive the loss of their JobManager. */
public final class HighAvailabilityOptions {
    /** Which implementation, since Flink 1.17. */
    public static final String TYPE = "high-availability.type";

    /** The same before. */
    public static final String OLDER_TYPE = "high-availability";

    /** Folder for the metadata of jobs. */
    public static final String STORAGE = "high-availability.storageDir";

    /** Namespace of the ConfigMaps. */
    public static final String NAMESPACE = "kubernetes.namespace";

    /** Id under which a cluster keeps its state in ConfigMaps. */
    public static final String CLUSTER_ID = "kubernetes.cluster-id";

    private static final String PORT = "high-availability.jobmanager.port";
    private static final String PATH = "high-availability.cluster-id";
    private static final String FIELD = "with `highAvailability`: ";

    static final List<FlinkOption> ROWS =
            List.of(
                    userWins(TYPE, FIELD + "`kubernetes`"),
                    userWins(OLDER_TYPE, FIELD + "before Flink 1.17, the factory for Kubernetes"),
                    userWins(STORAGE, "`highAvailability.storageDir`"),
                    userWins(NAMESPACE, FIELD + "that of the FlinkCluster"),
                    userWins(CLUSTER_ID, FIELD + "its name and a hash of its uid"),
                    new FlinkOption(
                            PORT,
                            "with ZooKeeper: `jobManager.ports.rpc`",
                            Outcome.OPERATOR_WINS,
                            spec -> isZooKeeper(spec) ? Optional.of(port(spec)) : Optional.empty(),
                            HighAvailabilityOptions::port),
                    userWins(PATH, "not set"),
                    row(
                            "high-availability.zookeeper.quorum",
                            "not set",
                            Outcome.USER_WINS_WARNED,
                            HighAvailabilityOptions::quorum),
                    userWins("high-availability.*", "not set"),
                    userWins("kubernetes.client.*", "not set"),
                    userWins("kubernetes.transactional-operation.*", "not set"),
                    userWins("kubernetes.context", "not set"),
                    userWins("kubernetes.config.file", "not set"),
                    row(
                            "kubernetes.*",
                            "not set; the operator makes the pods, not Flink",
                            Outcome.NO_EFFECT,
                            (asked, value) ->
                                    warn(
                                            true,
                                            "has no effect: the operator makes the pods, not Flink;"
                                                    + " use the fields of jobManager and"
                                                    + " taskManager")));

    private HighAvailabilityOptions() {}

    /** What the options say it is; empty if they do not turn it on. */
    public static Optional<String> mode(FlinkClusterSpec spec) {
        var options = spec.flinkProperties();
        return Optional.ofNullable(options.getOrDefault(TYPE, options.get(OLDER_TYPE)))
                .map(String::strip)
                .filter(mode -> !mode.equalsIgnoreCase("NONE"));
    }

    /** Whether the options ask for that of ZooKeeper. */
    public static boolean isZooKeeper(FlinkClusterSpec spec) {
        return mode(spec).filter("zookeeper"::equalsIgnoreCase).isPresent();
    }

    private static String port(FlinkClusterSpec spec) {
        return String.valueOf(spec.jobManager().ports().rpc());
    }

    private static Optional<Finding> port(Asked asked, String value) {
        return isZooKeeper(asked.spec())
                ? warn(
                        !value.equals(port(asked.spec())),
                        "is overridden by the operator, whose probes need it; use"
                                + " jobManager.ports.rpc")
                : warn(true, "is left out: it has an effect with ZooKeeper only");
    }

    private static Optional<Finding> quorum(Asked asked, String value) {
        if (!isZooKeeper(asked.spec())) {
            return warn(true, "has no effect unless " + TYPE + " is zookeeper");
        }
        return warn(
                !asked.has(PATH),
                "is used without "
                        + PATH
                        + ", so that clusters of this ZooKeeper take each other's jobs; set that to"
                        + " a path of this cluster's own");
    }
}
