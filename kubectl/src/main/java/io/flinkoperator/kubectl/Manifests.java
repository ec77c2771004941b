package io.flinkoperator.kubectl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.spec.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Option;

/** Option that names a file of manifests, and what is in it. */
final class Manifests {
    /** What Kubernetes would give an object that is not there yet. */
    private static final String NO_UID = "00000000-0000-0000-0000-000000000000";

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            description =
                    "YAML or JSON, or a folder with such files; \"-\" is standard input. Can be said"
                            + " several times.")
    private List<String> files;

    /**
     * Where objects are.
     *
     * @param wanted Namespace that is asked for, whatever is written; null if none is.
     * @param otherwise Namespace of what is written without one.
     */
    record Place(String wanted, String otherwise) {
        private String namespace(String written) {
            return wanted != null ? wanted : written != null ? written : otherwise;
        }
    }

    /** All objects in them; those of lists one by one. */
    List<JsonNode> objects(Shell shell) {
        return files.stream()
                .flatMap(Manifests::expanded)
                .flatMap(file -> objects(file, shell).stream())
                .toList();
    }

    /** As kubectl does: the manifests that lie in a folder itself. */
    private static Stream<String> expanded(String file) {
        Path path = Path.of(file);
        if (!Files.isDirectory(path)) {
            return Stream.of(file);
        }
        try (Stream<Path> within = Files.list(path)) {
            return within
                    .map(Path::toString)
                    .filter(it -> it.matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw Failure.of("'" + file + "' cannot be read.", unreadable);
        }
    }

    private static List<JsonNode> objects(String file, Shell shell) {
        try {
            return Documents.read(text(file, shell)).stream().flatMap(Manifests::items).toList();
        } catch (JsonProcessingException unreadable) {
            throw Failure.of(
                    "'" + file + "' is not YAML: " + unreadable.getOriginalMessage(), unreadable);
        } catch (NoSuchFileException missing) {
            throw Failure.of("There is no file '" + file + "'.", missing);
        } catch (IOException unreadable) {
            throw Failure.of("'" + file + "' cannot be read.", unreadable);
        }
    }

    private static String text(String file, Shell shell) throws IOException {
        return file.equals("-")
                ? new String(shell.in().readAllBytes(), StandardCharsets.UTF_8)
                : Files.readString(Path.of(file));
    }

    private static Stream<JsonNode> items(JsonNode document) {
        return document.path("kind").asText().endsWith("List") && document.path("items").isArray()
                ? StreamSupport.stream(document.path("items").spliterator(), false)
                : Stream.of(document);
    }

    /** The FlinkClusters in it; what else is in it is told of. */
    List<FlinkCluster> clusters(Shell shell, Place place) {
        List<JsonNode> objects = objects(shell);
        objects.stream()
                .filter(it -> !isOurs(it))
                .forEach(it -> shell.say("note: " + named(it) + " is no FlinkCluster of ours."));
        List<FlinkCluster> clusters =
                objects.stream().filter(Manifests::isOurs).map(it -> cluster(it, place)).toList();
        if (clusters.isEmpty()) {
            throw Failure.of("There is no FlinkCluster in '" + String.join("', '", files) + "'.");
        }
        return clusters;
    }

    static boolean isOurs(JsonNode object) {
        return object.path("kind").asText().equals("FlinkCluster")
                && object.path("apiVersion").asText().startsWith(FlinkCluster.GROUP + "/");
    }

    static String named(JsonNode object) {
        return object.path("kind").asText("an object")
                + " '"
                + object.path("metadata").path("name").asText()
                + "'";
    }

    static FlinkCluster cluster(JsonNode object, Place place) {
        FlinkCluster cluster = new FlinkCluster();
        cluster.setMetadata(metadata(object));
        if (cluster.getMetadata().getName() == null) {
            throw Failure.of("A FlinkCluster has no metadata.name.");
        }
        String written = cluster.getMetadata().getNamespace();
        cluster.getMetadata().setNamespace(place.namespace(written));
        if (cluster.getMetadata().getUid() == null) {
            cluster.getMetadata().setUid(NO_UID);
        }
        cluster.setSpec(object.get("spec"));
        return cluster;
    }

    private static ObjectMeta metadata(JsonNode object) {
        try {
            return Optional.ofNullable(Json.read(object.path("metadata"), ObjectMeta.class))
                    .orElseGet(ObjectMeta::new);
        } catch (JsonProcessingException unreadable) {
            throw Failure.of(
                    "metadata cannot be read: " + unreadable.getOriginalMessage(), unreadable);
        }
    }
}
