package io.flinkoperator.kubectl;

import picocli.CommandLine.Parameters;

/** The FlinkCluster that a verb is about. */
final class Name {
    @Parameters(paramLabel = "NAME", description = "Name of the FlinkCluster.")
    String name;
}
