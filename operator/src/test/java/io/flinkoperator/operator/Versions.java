package io.flinkoperator.operator;

import static io.flinkoperator.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.flinkoperator.api.FlinkCluster;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Resource versions of what the operator writes in a namespace, by kind and name. */
record Versions(KubernetesClient client, String namespace) {

    Map<String, String> now() {
        Map<String, String> versions = new TreeMap<>();
        List<List<? extends HasMetadata>> all =
                List.of(
                        clusters(),
                        client.configMaps().inNamespace(namespace).list().getItems(),
                        client.services().inNamespace(namespace).list().getItems(),
                        statefulSets(),
                        jobs(),
                        events());
        all.forEach(
                list ->
                        list.forEach(
                                object ->
                                        versions.put(
                                                object.getKind()
                                                        + "/"
                                                        + object.getMetadata().getName(),
                                                object.getMetadata().getResourceVersion())));
        return versions;
    }

    /** Once the operator and those who write how pods are have nothing left to do. */
    Map<String, String> atRest() {
        eventually(
                () -> {
                    assertThat(clusters()).noneMatch(Versions::isProgressing);
                    assertThat(statefulSets()).allMatch(Versions::isAtRest);
                    assertThat(jobs()).allMatch(Versions::isComplete);
                });
        return now();
    }

    private static boolean isProgressing(FlinkCluster cluster) {
        return World.condition(cluster, "Progressing").path("status").asText().equals("True");
    }

    private static boolean isAtRest(StatefulSet set) {
        var status = set.getStatus();
        return set.getMetadata().getGeneration().equals(status.getObservedGeneration())
                && status.getUpdateRevision().equals(status.getCurrentRevision())
                && Arrays.asList(
                                status.getReplicas(),
                                status.getReadyReplicas(),
                                status.getAvailableReplicas(),
                                status.getUpdatedReplicas())
                        .stream()
                        .allMatch(set.getSpec().getReplicas()::equals);
    }

    private static boolean isComplete(Job job) {
        return job.getStatus() != null && job.getStatus().getCompletionTime() != null;
    }

    private List<FlinkCluster> clusters() {
        return client.resources(FlinkCluster.class).inNamespace(namespace).list().getItems();
    }

    private List<StatefulSet> statefulSets() {
        return client.apps().statefulSets().inNamespace(namespace).list().getItems();
    }

    private List<Job> jobs() {
        return client.batch().v1().jobs().inNamespace(namespace).list().getItems();
    }

    /** Others tell of pods and Jobs. */
    private List<Event> events() {
        return client.v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.kind", "FlinkCluster")
                .list()
                .getItems();
    }
}
