package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.model.Platform;
import io.flinkoperator.core.spec.Parsed;
import io.flinkoperator.core.spec.SpecParser;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.Eventually;
import io.flinkoperator.testkit.TestNamespace;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether Kubernetes takes every example, and the operator understands it without a warning. */
@ExtendWith(ControlPlaneExtension.class)
class ExamplesIT {
    private static final Path EXAMPLES = Page.ROOT.resolve("examples");

    private final Shell shell;
    private final String namespace;

    ExamplesIT(ControlPlane controlPlane, TestNamespace namespace) {
        World.installCrd(controlPlane.client());
        shell = new Shell(Map.of("KUBECONFIG", controlPlane.kubeconfig().toString()));
        this.namespace = namespace.name();
    }

    @TestFactory
    Stream<DynamicTest> everyExampleIsTaken() {
        return Page.files(EXAMPLES, ".yaml")
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        EXAMPLES.relativize(file).toString(),
                                        () -> {
                                            kubernetesTakes(Page.ROOT.relativize(file));
                                            theOperatorUnderstands(RealCluster.read(file));
                                        }));
    }

    private void kubernetesTakes(Path file) {
        // When
        Shell.Outcome outcome =
                shell.run(
                        kubectl()
                                + " apply --dry-run=server --validate=strict --namespace="
                                + namespace
                                + " --filename="
                                + file,
                        Eventually.BOUND);

        // Then
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output().lines()).allMatch(line -> line.endsWith("(server dry run)"));
    }

    private static void theOperatorUnderstands(String yaml) {
        Stream.of(yaml.split("(?m)^---$"))
                .filter(document -> document.contains("\nkind: FlinkCluster\n"))
                .map(document -> Serialization.unmarshal(document, FlinkCluster.class))
                .forEach(
                        cluster ->
                                assertThat(
                                                SpecParser.parse(
                                                        cluster, new Platform("here", "fetch", "")))
                                        .isInstanceOfSatisfying(
                                                Parsed.Valid.class,
                                                it ->
                                                        assertThat(it.cluster().warnings())
                                                                .isEmpty()));
    }

    /** It lies beside the control plane's programs. */
    private static String kubectl() {
        return System.getProperty("KUBEBUILDER_ASSETS", System.getenv("KUBEBUILDER_ASSETS"))
                + "/kubectl";
    }
}
