package io.flinkoperator.api;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** The typed twin of {@link FlinkCluster}, from which the CRD's schema is generated. */
@Group(FlinkCluster.GROUP)
@Version(FlinkCluster.VERSION)
@Kind("FlinkCluster")
@Plural("flinkclusters")
@ShortNames({"fc", "fcs"})
final class FlinkClusterSchema extends CustomResource<FlinkClusterSpec, FlinkClusterStatus>
        implements io.fabric8.kubernetes.api.model.Namespaced {
    private static final long serialVersionUID = 1L;

    @Override
    protected FlinkClusterSpec initSpec() {
        return null;
    }

    @Override
    protected FlinkClusterStatus initStatus() {
        return null;
    }
}
