package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The operator that is installed on a real node, and what helm does with it. */
record Release(KubernetesClient client) {
    private static final Path CHART = Path.of("../helm/flink-operator");

    /** Upgrades it to today's chart, with the settings that it has and more. */
    void upgrade(String... settings) {
        upgrade(CHART, Stream.concat(Stream.of("--reset-then-reuse-values"), Stream.of(settings)));
    }

    /** Upgrades it to another chart, which may not know all of today's settings. */
    void replace(Path chart, String... settings) {
        String image = pods().get(0).getSpec().getContainers().get(0).getImage();
        int colon = image.lastIndexOf(':');
        Stream<String> own =
                Stream.of(
                        "--reset-values",
                        "--set=image.repository=" + image.substring(0, colon),
                        "--set=image.tag=" + image.substring(colon + 1));
        upgrade(chart, Stream.concat(own, Stream.of(settings)));
    }

    private void upgrade(Path chart, Stream<String> settings) {
        Stream<String> command =
                Stream.of(
                        helm(),
                        "upgrade",
                        "flink-operator",
                        chart.toString(),
                        "--namespace=" + RealCluster.OPERATOR_NAMESPACE,
                        "--wait",
                        "--timeout=" + RealCluster.BOUND.toSeconds() + "s");
        run(Stream.concat(command, settings).toList());
        RealCluster.eventually(() -> assertThat(pods()).hasSize(1));
    }

    /** Its pods, without those that are about to go. */
    List<Pod> pods() {
        return client
                .pods()
                .inNamespace(RealCluster.OPERATOR_NAMESPACE)
                .withLabel("app.kubernetes.io/name", "flink-operator")
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    /** A way to a port of it. */
    LocalPortForward forward(int port) {
        return client.pods()
                .inNamespace(RealCluster.OPERATOR_NAMESPACE)
                .withName(pods().get(0).getMetadata().getName())
                .portForward(port);
    }

    private static String helm() {
        List<String> lines = run(List.of("../local/control-plane", "client")).lines().toList();
        return lines.get(lines.size() - 1) + "/helm";
    }

    /** What a command prints; it has to succeed. */
    static String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            byte[] output = process.getInputStream().readAllBytes();
            assertThat(process.waitFor(RealCluster.BOUND.toSeconds(), TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
            String text = new String(output, StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as("%s: %s", command, text).isZero();
            return text;
        } catch (IOException failure) {
            throw new IllegalStateException("Failed to run " + command, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while it ran: " + command, stopped);
        }
    }
}
