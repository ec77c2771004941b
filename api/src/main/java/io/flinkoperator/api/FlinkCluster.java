package io.flinkoperator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A FlinkCluster as it comes over the wire, its spec and status not yet parsed.
 *
 * <p>It never fails to deserialise: one malformed object must not stop the watch of all others.
 * {@link FlinkClusterSpec} and {@link FlinkClusterStatus} are the typed forms.
 */
@Group(FlinkCluster.GROUP)
@Version(FlinkCluster.VERSION)
@Kind("FlinkCluster")
@Singular("flinkcluster")
@Plural("flinkclusters")
@ShortNames({"fc", "fcs"})
public class FlinkCluster extends CustomResource<JsonNode, JsonNode> implements Namespaced {
    /** API group. */
    public static final String GROUP = "flinkoperator.k8s.io";

    /** Stored version. */
    public static final String VERSION = "v1beta1";

    private static final long serialVersionUID = 1L;

    @Override
    protected JsonNode initSpec() {
        return null;
    }

    @Override
    protected JsonNode initStatus() {
        return null;
    }
}
