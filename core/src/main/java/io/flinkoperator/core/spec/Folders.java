package io.flinkoperator.core.spec;

import static io.flinkoperator.core.spec.Problem.quoted;

import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.api.GcpConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The folders that the operator mounts in every Flink container. */
final class Folders {
    private static final String HADOOP = "spec.hadoopConfig.mountPath";
    private static final String GCP = "spec.gcpConfig.serviceAccount.mountPath";

    private Folders() {}

    /** What has each of them: a field, or Flink's own configuration. */
    static Map<String, String> of(FlinkClusterSpec spec) {
        Map<String, String> folders = new TreeMap<>();
        gcp(spec).ifPresent(path -> folders.put(path, GCP));
        hadoop(spec).ifPresent(path -> folders.put(path, HADOOP));
        folders.put("/opt/flink/conf", "Flink's configuration");
        return folders;
    }

    /** Those that another one has already. */
    static List<Problem> problems(FlinkClusterSpec spec) {
        Problems problems = new Problems();
        Map<String, String> folders = of(spec);
        Map<String, Optional<String>> asked = Map.of(HADOOP, hadoop(spec), GCP, gcp(spec));
        new TreeMap<>(asked)
                .forEach(
                        (field, path) ->
                                path.filter(it -> !folders.get(it).equals(field))
                                        .ifPresent(
                                                it ->
                                                        problems.add(
                                                                field,
                                                                quoted(it)
                                                                        + " is taken by "
                                                                        + folders.get(it)
                                                                        + "; choose another")));
        return problems.all();
    }

    private static Optional<String> hadoop(FlinkClusterSpec spec) {
        return Optional.ofNullable(spec.hadoopConfig()).map(own -> own.mountPath());
    }

    private static Optional<String> gcp(FlinkClusterSpec spec) {
        return Optional.ofNullable(spec.gcpConfig())
                .map(GcpConfig::serviceAccount)
                .map(own -> own.mountPath());
    }
}
