package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.flinkoperator.core.spec.Feature;
import io.flinkoperator.core.spec.Json;
import io.flinkoperator.core.spec.LogFiles;
import io.flinkoperator.core.spec.Revision;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The ConfigMap with Flink's configuration. */
final class ConfigMaps {
    private static final String FLINK_1 = "flink-conf.yaml";
    private static final String FLINK_2 = "config.yaml";

    private ConfigMaps() {}

    static ConfigMap of(ValidCluster cluster) {
        return of(cluster, Names.configMap(cluster.name()));
    }

    static ConfigMap of(ValidCluster cluster, String name) {
        return new ConfigMapBuilder()
                .withMetadata(Objects.metadata(cluster, name))
                .withData(files(cluster))
                .build();
    }

    /** Hash of all files; pods that carry it are replaced when it changes. */
    static String hash(ConfigMap files) {
        return Revision.hash(Json.text(files.getData())).substring(0, 16);
    }

    /** Both file names as long as the version is unknown: every version reads the one it knows. */
    private static Map<String, String> files(ValidCluster cluster) {
        Map<String, String> options = FlinkConfiguration.of(cluster);
        Map<String, String> files =
                new TreeMap<>(LogFiles.readable(cluster.spec(), cluster.flinkVersion()));
        if (Feature.CONFIG_YAML.isIn(cluster.flinkVersion())) {
            files.put(FLINK_2, yaml(options));
        }
        if (cluster.flinkVersion().isEmpty() || !Feature.CONFIG_YAML.isIn(cluster.flinkVersion())) {
            files.put(FLINK_1, lines(options));
        }
        return files;
    }

    /** Flink 1.x splits lines at the first ": " and knows no quotes. */
    private static String lines(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> option.getKey() + ": " + option.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** Flink 2.x reads real YAML, in which every JSON text is a value. */
    private static String yaml(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> option.getKey() + ": " + Json.quoted(option.getValue()) + "\n")
                .collect(Collectors.joining());
    }
}
