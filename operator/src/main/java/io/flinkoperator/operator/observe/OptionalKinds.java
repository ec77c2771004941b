package io.flinkoperator.operator.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.core.resources.Scaling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects of kinds that may not be installed, so that they cannot be watched: they are asked for,
 * and only for clusters that have or had them.
 */
final class OptionalKinds {
    private static final ResourceDefinitionContext POD_GROUP =
            new ResourceDefinitionContext.Builder()
                    .withGroup(Scaling.POD_GROUP_VERSION.split("/", 2)[0])
                    .withVersion(Scaling.POD_GROUP_VERSION.split("/", 2)[1])
                    .withKind("PodGroup")
                    .withPlural("podgroups")
                    .withNamespaced(true)
                    .build();

    private OptionalKinds() {}

    static List<HasMetadata> of(FlinkCluster cluster, KubernetesClient client) {
        return Stream.of(podGroup(cluster, client), route(cluster, client))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<HasMetadata> podGroup(FlinkCluster cluster, KubernetesClient client) {
        boolean isWanted =
                isThere(cluster.getSpec(), "/batchScheduler")
                        || isThere(cluster.getSpec(), "/batchSchedulerName")
                        || isThere(cluster.getStatus(), "/components/podGroup");
        return isWanted
                ? Optional.ofNullable(
                        client.genericKubernetesResources(POD_GROUP)
                                .inNamespace(cluster.getMetadata().getNamespace())
                                .withName(Scaling.name(cluster.getMetadata().getName()))
                                .get())
                : Optional.empty();
    }

    private static Optional<HasMetadata> route(FlinkCluster cluster, KubernetesClient client) {
        boolean isWanted =
                isThere(cluster.getSpec(), "/jobManager/httpRoute")
                        || isThere(cluster.getStatus(), "/components/jobManagerRoute");
        return isWanted
                ? Optional.ofNullable(
                        client.resources(HTTPRoute.class)
                                .inNamespace(cluster.getMetadata().getNamespace())
                                .withName(Names.jobManager(cluster.getMetadata().getName()))
                                .get())
                : Optional.empty();
    }

    private static boolean isThere(JsonNode tree, String path) {
        JsonNode found = tree == null ? MissingNode.getInstance() : tree.at(path);
        return !found.isMissingNode() && !found.isNull();
    }
}
