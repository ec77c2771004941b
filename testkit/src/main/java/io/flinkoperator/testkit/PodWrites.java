package io.flinkoperator.testkit;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;

/** What a scheduler and a kubelet write; each write fails if the pod is no longer the one seen. */
record PodWrites(KubernetesClient client, String node) {

    void createNode() {
        client.resource(new NodeBuilder().withNewMetadata().withName(node).endMetadata().build())
                .serverSideApply();
    }

    void deleteNode() {
        client.nodes().withName(node).delete();
    }

    void bind(Pod pod) {
        var binding =
                new BindingBuilder()
                        .withNewMetadata()
                        .withName(pod.getMetadata().getName())
                        .withUid(pod.getMetadata().getUid())
                        .endMetadata()
                        .withNewTarget()
                        .withApiVersion("v1")
                        .withKind("Node")
                        .withName(node)
                        .endTarget()
                        .build();
        client.raw(path(pod) + "/binding", "POST", binding);
    }

    void report(Pod pod, PodStatus status) {
        client.resource(new PodBuilder(pod).withStatus(status).build()).updateStatus();
    }

    /** A pod that was asked to end has no process to wait for here, so it goes at once. */
    void deleteNow(Pod pod) {
        var options =
                new DeleteOptionsBuilder()
                        .withGracePeriodSeconds(0L)
                        .withNewPreconditions()
                        .withUid(pod.getMetadata().getUid())
                        .endPreconditions()
                        .build();
        client.raw(path(pod), "DELETE", options);
    }

    private static String path(Pod pod) {
        var metadata = pod.getMetadata();
        return "/api/v1/namespaces/%s/pods/%s"
                .formatted(metadata.getNamespace(), metadata.getName());
    }
}
