package io.flinkoperator.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;

/**
 * A FlinkCluster that somebody might write.
 *
 * @param version Version of the API.
 * @param name Its name.
 * @param spec Its spec, right or wrong.
 */
record Draft(String version, String name, JsonNode spec) {
    /** As it is written, also where our own types would not let it be written so. */
    GenericKubernetesResource written(String namespace) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(FlinkCluster.GROUP + "/" + version)
                .withKind("FlinkCluster")
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .addToAdditionalProperties("spec", spec)
                .build();
    }

    /** As the operator would see it if nobody had checked it before. */
    FlinkCluster seen() {
        FlinkCluster cluster = new FlinkCluster();
        cluster.setMetadata(
                new ObjectMetaBuilder()
                        .withNamespace("shop")
                        .withName(name)
                        .withUid("6f4bd0c2-0c5c-4a0e-8d5e-0d6ad0c2c0de")
                        .withGeneration(1L)
                        .withCreationTimestamp("2026-01-01T00:00:00Z")
                        .build());
        cluster.setSpec(spec.deepCopy());
        return cluster;
    }

    @Override
    public String toString() {
        return version + " " + name + "\n" + Serialization.asYaml(spec);
    }
}
