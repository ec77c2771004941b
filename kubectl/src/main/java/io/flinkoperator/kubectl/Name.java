package io.flinkoperator.kubectl;

import io.flinkoperator.api.FlinkCluster;
import picocli.CommandLine.Parameters;

/** The FlinkCluster that a verb is about. */
final class Name {
    /** What kubectl writes before the names of FlinkClusters. */
    static final String PREFIX = "flinkcluster." + FlinkCluster.GROUP + "/";

    String name;

    @Parameters(
            paramLabel = "NAME",
            description = "Name of the FlinkCluster; flinkcluster/NAME is understood, too.")
    void name(String words) {
        name = words.replaceFirst("^flinkclusters?(\\." + FlinkCluster.GROUP + ")?/", "");
    }
}
