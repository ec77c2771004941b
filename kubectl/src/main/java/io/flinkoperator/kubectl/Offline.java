package io.flinkoperator.kubectl;

import io.flinkoperator.core.model.Platform;
import picocli.CommandLine.Option;

/** Options that stand for what an operator knows of the place where it runs. */
final class Offline {
    @Option(
            names = "--operator-namespace",
            paramLabel = "NAMESPACE",
            defaultValue = "flink-operator-system",
            description = "Namespace of the operator. Default: ${DEFAULT-VALUE}.")
    private String operatorNamespace;

    @Option(
            names = "--operator-image",
            paramLabel = "IMAGE",
            defaultValue = "flink-operator:dev",
            description =
                    "Image of the operator, which fetches remote jars. Default: ${DEFAULT-VALUE}.")
    private String operatorImage;

    /** It has no programs: they are the operator's, and of no interest to a reader. */
    Platform platform() {
        return new Platform(operatorNamespace, operatorImage, "PROGRAMS-OF-THE-OPERATOR");
    }
}
