package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The chart, as the real helm sees it. */
final class Chart {
    private static final Path FOLDER = Path.of("../helm/flink-operator");

    private Chart() {}

    /** What helm says, and whether it was content. */
    record Outcome(int exitCode, String output) {}

    /** What helm makes of the chart for a version of Kubernetes. */
    static List<HasMetadata> objects(
            KubernetesClient client, String kubernetes, List<String> settings) {
        List<String> arguments = new ArrayList<>(List.of("--kube-version=" + kubernetes));
        arguments.addAll(settings);
        Outcome outcome = helm("template", arguments);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        byte[] manifests = outcome.output().getBytes(StandardCharsets.UTF_8);
        return client.load(new ByteArrayInputStream(manifests)).items();
    }

    static Outcome helm(String verb, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program().toString(), verb));
        if (verb.equals("template")) {
            command.add("test");
        }
        command.add(FOLDER.toString());
        command.addAll(arguments);
        try {
            Process helm = new ProcessBuilder(command).redirectErrorStream(true).start();
            byte[] output = helm.getInputStream().readAllBytes();
            return new Outcome(helm.waitFor(), new String(output, StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while helm ran", stopped);
        }
    }

    /** It lies beside the control plane's programs, which may be links. */
    private static Path program() {
        String folder =
                System.getProperty("KUBEBUILDER_ASSETS", System.getenv("KUBEBUILDER_ASSETS"));
        try {
            return Path.of(folder, "kube-apiserver").toRealPath().resolveSibling("helm");
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
