package io.flinkoperator.core;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.model.Platform;
import io.flinkoperator.core.spec.Parsed;
import io.flinkoperator.core.spec.SpecParser;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.List;

/** FlinkClusters as a user would write them. */
public final class Clusters {
    public static final String SESSION =
            """
            image: {name: "flink:2.3.0"}
            """;

    public static final String JOB =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            job: {jarFile: /opt/flink/usrlib/job.jar, className: com.example.Job, parallelism: 2}
            """;

    public static final Platform PLATFORM =
            new Platform("flink-operator-system", "flink-operator:dev", "UEsDBA==");

    private Clusters() {}

    /** A cluster named "sales" with a spec. */
    public static FlinkCluster of(String spec) {
        return named("sales", spec);
    }

    public static FlinkCluster named(String name, String spec) {
        String head =
                """
                apiVersion: flinkoperator.k8s.io/v1beta1
                kind: FlinkCluster
                metadata:
                  name: %s
                  namespace: shop
                  uid: 11111111-2222-3333-4444-555555555555
                  generation: 1
                  creationTimestamp: "2026-01-01T00:00:00Z"
                """
                        .formatted(name);
        return Serialization.unmarshal(head + "spec:\n" + spec.indent(2), FlinkCluster.class);
    }

    public static ValidCluster valid(String spec) {
        return valid(of(spec));
    }

    public static ValidCluster valid(FlinkCluster cluster) {
        if (SpecParser.parse(cluster, PLATFORM) instanceof Parsed.Valid valid) {
            return valid.cluster();
        }
        throw new AssertionError("Invalid: " + problems(cluster));
    }

    /** What is wrong with a spec, as sentences. */
    public static List<String> problems(String spec) {
        return problems(of(spec));
    }

    public static List<String> problems(FlinkCluster cluster) {
        return SpecParser.parse(cluster, PLATFORM) instanceof Parsed.Invalid invalid
                ? invalid.problems().stream().map(Object::toString).toList()
                : List.of();
    }
}
