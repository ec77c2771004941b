package io.flinkoperator.core.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.flinkoperator.core.spec.Json;
import io.flinkoperator.core.spec.ValidCluster;

/** ControllerRevisions, which hold what pods were made from. */
public final class Revisions {
    private Revisions() {}

    /** The ControllerRevision of what a cluster's pods are made from. */
    public static ControllerRevision of(ValidCluster cluster, long number) {
        JsonNode data = JsonNodeFactory.instance.objectNode().set("spec", cluster.content());
        return new ControllerRevisionBuilder()
                .withMetadata(Objects.metadata(cluster, cluster.revision()))
                .withData(data)
                .withRevision(number)
                .build();
    }

    /** What pods were made from in a revision. */
    public static JsonNode content(ControllerRevision revision) {
        return Json.tree(revision.getData()).path("spec");
    }
}
