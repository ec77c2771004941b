package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.Map;

/** What the metadata of every object of a cluster has in common. */
final class Objects {
    private Objects() {}

    static ObjectMeta metadata(ValidCluster cluster, String name) {
        return new ObjectMetaBuilder()
                .withNamespace(cluster.namespace())
                .withName(name)
                .withLabels(Names.labels(cluster.name()))
                .addToLabels(Names.REVISION, cluster.revision())
                .withOwnerReferences(owner(cluster))
                .build();
    }

    static ObjectMeta metadata(ValidCluster cluster, String name, String component) {
        return new ObjectMetaBuilder(metadata(cluster, name))
                .addToLabels(Names.COMPONENT, component)
                .build();
    }

    /** Labels of a component's pods: the user's, over them the operator's. */
    static Map<String, String> podLabels(
            ValidCluster cluster, Map<String, String> own, String component) {
        Map<String, String> labels = new java.util.TreeMap<>(own);
        labels.putAll(Names.labels(cluster.name()));
        labels.put(Names.COMPONENT, component);
        return labels;
    }

    private static OwnerReference owner(ValidCluster cluster) {
        return new OwnerReferenceBuilder()
                .withApiVersion(FlinkCluster.GROUP + "/" + FlinkCluster.VERSION)
                .withKind("FlinkCluster")
                .withName(cluster.name())
                .withUid(cluster.uid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build();
    }
}
