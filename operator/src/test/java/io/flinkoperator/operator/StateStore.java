package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a cluster has its checkpoints, savepoints and the metadata of its high availability: on the
 * node's disk, or in a store of {@code local/stores}, reached by one of Flink's plug-ins with the
 * settings that {@code docs/state-storage.md} tells.
 */
enum StateStore {
    DISK("", "", "file:///state"),
    S3_PRESTO("s3", "flink-s3-fs-presto", "s3://state"),
    S3_HADOOP("s3", "flink-s3-fs-hadoop", "s3://state"),
    S3_NATIVE("s3", "flink-s3-fs-native", "s3://state");

    private static final String FOLDER_OF_MANIFESTS = "/tmp/flink-operator-store";
    private static final String VERSION_ON_PAGE = "2.3.0";

    /** The images of 1.20.5 have the newest file systems of 1.20 that a registry has. */
    private static final Map<String, String> PLUGIN_VERSIONS = Map.of("1.20.5", "1.20.1");

    private final String server;
    private final String plugin;
    private final String uri;

    StateStore(String server, String plugin, String uri) {
        this.server = server;
        this.plugin = plugin;
        this.uri = uri;
    }

    /** A path in it, as Flink knows it. */
    String uri(String path) {
        return uri + "/" + path;
    }

    /** Starts its server, which keeps all below a folder of the node. */
    void start(RealCluster real, Path folder) {
        if (this == DISK) {
            return;
        }
        String manifest =
                RealCluster.read(Page.ROOT.resolve("local/stores/" + server + ".yaml"))
                        .replace(FOLDER_OF_MANIFESTS, served(folder).toString());
        var yaml = new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8));
        real.client.load(yaml).inNamespace(real.namespace).create();
        var pod = real.client.pods().inNamespace(real.namespace).withName(server);
        eventually(() -> assertThat(Readiness.isPodReady(pod.get())).isTrue());
    }

    private static Path served(Path folder) {
        return folder.resolve("store");
    }

    /** Where the node keeps what Flink knows by {@link #uri}. */
    Path onNode(Path folder, String path) {
        return (this == DISK ? folder : served(folder).resolve("state")).resolve(path);
    }

    /**
     * Has the server make faults from now on.
     *
     * @param orders As {@code local/stores/faults} reads them; none if all is well again.
     */
    void order(Path folder, String... orders) {
        try {
            Files.writeString(served(folder).resolve("orders"), String.join("\n", orders));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Sets what a cluster needs to reach it. */
    void configure(ObjectNode spec, String flinkVersion) {
        if (this == DISK) {
            return;
        }
        JsonNode told = settings(PLUGIN_VERSIONS.getOrDefault(flinkVersion, flinkVersion));
        for (String list : List.of("envVars", "envFrom")) {
            ArrayNode own = spec.withArray(list);
            told.path(list).forEach(own::add);
        }
        ((ObjectNode) spec.path("flinkProperties"))
                .setAll((ObjectNode) told.path("flinkProperties"));
    }

    /** The block of the page that begins with the plug-in's name. */
    private JsonNode settings(String pluginVersion) {
        String page = RealCluster.read(Page.ROOT.resolve("docs/state-storage.md"));
        var block =
                Pattern.compile(
                                "^```yaml\n# " + plugin + ".*?^```$",
                                Pattern.MULTILINE | Pattern.DOTALL)
                        .matcher(page);
        assertThat(block.find()).as("settings of %s", plugin).isTrue();
        String yaml = block.group().replaceAll("```(yaml)?", "");
        return Serialization.unmarshal(yaml.replace(VERSION_ON_PAGE, pluginVersion), JsonNode.class)
                .path("spec");
    }

    /** Names of the folders of all savepoints, the newest last. */
    List<String> savepoints(Path folder) {
        try (var found = Files.list(onNode(folder, "savepoints"))) {
            return found.filter(it -> it.getFileName().toString().startsWith("savepoint-"))
                    .sorted(Comparator.comparing(StateStore::modified))
                    .map(it -> it.getFileName().toString())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static java.nio.file.attribute.FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
