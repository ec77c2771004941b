package io.flinkoperator.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.kubectl.text.EventList;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What was seen of a Kubernetes cluster at one time, from a file: answers as the real one would,
 * and writes down what it is asked to change.
 */
final class SeenKubernetes implements Kubernetes {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final String namespace;
    private final List<HasMetadata> objects = new ArrayList<>();
    private final List<JsonNode> answers = new ArrayList<>();
    private final Map<String, String> logs = new HashMap<>();
    private final List<String> asked;

    /**
     * Reads it.
     *
     * @param yaml Objects, documents of kind FlinkAnswer with a path and an answer, and of kind
     *     PodLog with a pod and a text.
     * @param asked Where to write down what is to be changed.
     */
    SeenKubernetes(String namespace, String yaml, List<String> asked) throws IOException {
        this.namespace = namespace;
        this.asked = asked;
        for (JsonNode document : Documents.read(yaml)) {
            if (document.path("kind").asText().equals("FlinkAnswer")) {
                answers.add(document);
            } else if (document.path("kind").asText().equals("PodLog")) {
                logs.put(document.path("pod").asText(), document.path("text").asText());
            } else {
                objects.add(object(document));
            }
        }
    }

    private static HasMetadata object(JsonNode document) throws IOException {
        return Manifests.isOurs(document)
                ? new ObjectMapper().treeToValue(document, FlinkCluster.class)
                : SERIALIZATION.unmarshal(document.toString());
    }

    private <T> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public List<FlinkCluster> clusters(boolean everywhere) {
        return all(FlinkCluster.class).stream()
                .filter(it -> everywhere || it.getMetadata().getNamespace().equals(namespace))
                .toList();
    }

    @Override
    public Optional<FlinkCluster> find(String name) {
        return clusters(false).stream()
                .filter(it -> it.getMetadata().getName().equals(name))
                .findFirst();
    }

    @Override
    public List<Pod> pods(String name) {
        return all(Pod.class).stream()
                .filter(it -> name.equals(it.getMetadata().getLabels().get("cluster")))
                .toList();
    }

    @Override
    public List<HasMetadata> owned(FlinkCluster cluster) {
        return objects.stream()
                .filter(it -> !(it instanceof FlinkCluster || it instanceof Pod))
                .filter(it -> !(it instanceof Event || it instanceof ResourceQuota))
                .toList();
    }

    @Override
    public List<Event> events(String name) {
        return EventList.of(name, all(Event.class));
    }

    @Override
    public List<ResourceQuota> quotas() {
        return all(ResourceQuota.class);
    }

    @Override
    public Optional<JsonNode> flink(FlinkCluster cluster, String path) {
        return answers.stream()
                .filter(it -> it.path("path").asText().equals(path))
                .map(it -> it.path("answer"))
                .findFirst();
    }

    @Override
    public void merge(String name, JsonNode patch) {
        asked.add("merge into " + name + ": " + patch);
    }

    @Override
    public Optional<FlinkCluster> await(
            String name, Predicate<FlinkCluster> wanted, Duration time) {
        return find(name).filter(wanted);
    }

    @Override
    public void log(String pod, LogRequest request, OutputStream to) {
        try {
            String line = logs.getOrDefault(pod, "a log of " + pod + ": " + request + "\n");
            to.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public Forward forward(FlinkCluster cluster, int port) {
        throw new UnsupportedOperationException("There is nothing to forward to");
    }

    @Override
    public void close() {
        asked.add("closed");
    }
}
