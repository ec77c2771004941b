package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.flinkoperator.api.FlinkCluster;

/** The mark by which objects go with their FlinkCluster. */
public final class Ownership {
    private Ownership() {}

    /** The mark of a cluster. */
    public static OwnerReference of(FlinkCluster cluster) {
        return of(cluster.getMetadata().getName(), cluster.getMetadata().getUid());
    }

    static OwnerReference of(String cluster, String uid) {
        return new OwnerReferenceBuilder()
                .withApiVersion(FlinkCluster.GROUP + "/" + FlinkCluster.VERSION)
                .withKind("FlinkCluster")
                .withName(cluster)
                .withUid(uid)
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build();
    }
}
