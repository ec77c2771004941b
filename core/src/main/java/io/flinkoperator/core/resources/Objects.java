package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.spec.ValidCluster;

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

    static OwnerReference owner(ValidCluster cluster) {
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
