package io.flinkoperator.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.flinkoperator.api.FlinkCluster;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * Copies what the framework changes of a FlinkCluster, which is its metadata; nobody changes spec
 * and status in place. The framework copies one for each round.
 */
record ShallowCloner(KubernetesSerialization serialization) implements Cloner {
    @Override
    @SuppressWarnings("unchecked") // What comes from a FlinkCluster is one.
    public <R extends HasMetadata> R clone(R object) {
        if (!(object instanceof FlinkCluster cluster)) {
            return serialization.clone(object);
        }
        FlinkCluster copy = new FlinkCluster();
        copy.setMetadata(new ObjectMetaBuilder(cluster.getMetadata()).build());
        copy.setSpec(cluster.getSpec());
        copy.setStatus(cluster.getStatus());
        return (R) copy;
    }
}
