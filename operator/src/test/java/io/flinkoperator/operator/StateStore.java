package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a cluster has its checkpoints, savepoints and the metadata of its high availability: on the
 * node's disk, or in a store of {@code local/stores}, reached by one of Flink's plug-ins with the
 * settings that {@code docs/state-storage.md} gives.
 */
enum StateStore {
    DISK("", "", "file:///state"),
    S3_PRESTO("s3", "flink-s3-fs-presto", "s3://state"),
    S3_HADOOP("s3", "flink-s3-fs-hadoop", "s3://state"),
    S3_NATIVE("s3", "flink-s3-fs-native", "s3://state"),
    GCS("gcs", "flink-gs-fs-hadoop", "gs://state"),
    AZURE("azure", "flink-azure-fs-hadoop", "wasb://state@flinkstate.azure");

    private static final Path STORES = Page.ROOT.resolve("local/stores");
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
        if (this == GCS) {
            var key = new Shell(Map.of()).run("local/stores/gcs-key", Duration.ofMinutes(1));
            create(real, key.output());
        }
        create(
                real,
                RealCluster.read(STORES.resolve(server + ".yaml"))
                        .replace(FOLDER_OF_MANIFESTS, served(folder).toString()));
        var pod = real.client.pods().inNamespace(real.namespace).withName(server);
        eventually(() -> assertThat(Readiness.isPodReady(pod.get())).isTrue());
    }

    private static void create(RealCluster real, String yaml) {
        var objects = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
        real.client.load(objects).inNamespace(real.namespace).create();
    }

    private static Path served(Path folder) {
        return folder.resolve("store");
    }

    /** Where the node keeps what Flink knows by {@link #uri}; Azure's server keeps no files. */
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
    void configure(RealCluster real, ObjectNode spec, String flinkVersion) {
        if (this == DISK) {
            return;
        }
        add(spec, settings(PLUGIN_VERSIONS.getOrDefault(flinkVersion, flinkVersion)));
        if (this == GCS) {
            String address =
                    real.client
                            .services()
                            .inNamespace(real.namespace)
                            .withName(server)
                            .get()
                            .getSpec()
                            .getClusterIP();
            String yaml = RealCluster.read(STORES.resolve("gcs-cluster.yaml"));
            add(spec, yaml(yaml.replace("ADDRESS_OF_THE_SERVICE", address)));
        }
    }

    /** The block of the page that begins with the plug-in's name. */
    private ObjectNode settings(String pluginVersion) {
        String page = RealCluster.read(Page.ROOT.resolve("docs/state-storage.md"));
        var block =
                Pattern.compile("```yaml\n(# " + plugin + "\\b.*?)```", Pattern.DOTALL)
                        .matcher(page);
        assertThat(block.find()).as("settings of %s", plugin).isTrue();
        String settings =
                block.group(1)
                        .replace(VERSION_ON_PAGE, pluginVersion)
                        .replace("flinkstate.blob.core.windows.net", "flinkstate.azure");
        return (ObjectNode) yaml(settings).path("spec");
    }

    private static ObjectNode yaml(String text) {
        return Serialization.unmarshal(text, ObjectNode.class);
    }

    /** Objects grow by what they lack, lists by all. */
    private static void add(ObjectNode to, JsonNode more) {
        more.properties()
                .forEach(
                        field -> {
                            JsonNode own = to.path(field.getKey());
                            if (own instanceof ObjectNode object) {
                                add(object, field.getValue());
                            } else if (own instanceof ArrayNode list) {
                                field.getValue().forEach(list::add);
                            } else {
                                to.set(field.getKey(), field.getValue());
                            }
                        });
    }

    /** Names of the folders of all savepoints, the newest last. */
    List<String> savepoints(Path folder) {
        try {
            if (this == AZURE) {
                return blobs(onNode(folder, "__azurite_db_blob__.json"));
            }
            try (Stream<Path> found = Files.list(onNode(folder, "savepoints"))) {
                return found.filter(it -> it.getFileName().toString().startsWith("savepoint-"))
                        .sorted(Comparator.comparing(it -> it.toFile().lastModified()))
                        .map(it -> it.getFileName().toString())
                        .toList();
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Of all savepoints that still have metadata, in the server's own list of what it has. */
    private static List<String> blobs(Path list) throws IOException {
        var savepoint = Pattern.compile("savepoints/(savepoint-[^/]+)/_metadata");
        return new ObjectMapper()
                .readTree(list.toFile()).findParents("snapshot").stream()
                        .filter(blob -> savepoint.matcher(blob.path("name").asText()).matches())
                        .sorted(
                                Comparator.comparing(
                                        it -> it.at("/properties/lastModified").asText()))
                        .map(blob -> savepoint.matcher(blob.path("name").asText()))
                        .filter(Matcher::matches)
                        .map(name -> name.group(1))
                        .toList();
    }
}
