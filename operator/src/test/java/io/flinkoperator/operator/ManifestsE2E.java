package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Manifests in examples/manifests, applied to a real node and seen to do what they say; those that
 * a page shows are left to {@link GuidesE2E}.
 */
class ManifestsE2E {
    private static final Path MANIFESTS = Path.of("../examples/manifests");

    private static RealCluster real;

    @BeforeAll
    static void makeNamespace() {
        real = new RealCluster("e2e-manifests");
    }

    @AfterAll
    static void removeNamespace() {
        real.close();
    }

    @Test
    void session() {
        ready("session");

        var metadata =
                real.client
                        .services()
                        .inNamespace(real.namespace)
                        .withName("session-jobmanager")
                        .get()
                        .getMetadata();
        assertThat(metadata.getLabels()).containsEntry("team", "demo");
        assertThat(metadata.getAnnotations()).containsEntry("example.com/purpose", "session");
        remove("session");
    }

    @Test
    void job() {
        succeeded("job");

        eventually(() -> assertThat(real.output("job")).contains("the\t9824"));
        remove("job");
    }

    @Test
    void hadoopAndGcp() {
        apply("hadoop-gcp", object -> !(object instanceof Secret));
        eventually(
                () ->
                        assertThat(real.condition("hadoop-gcp", "Degraded"))
                                .map(condition -> condition.path("message").asText())
                                .hasValueSatisfying(
                                        message ->
                                                assertThat(message)
                                                        .contains(
                                                                "secret \"hadoop-gcp-key\" not"
                                                                        + " found")));

        ready("hadoop-gcp");

        for (String pod : List.of("hadoop-gcp-jobmanager-0", "hadoop-gcp-taskmanager-0")) {
            assertThat(real.run(pod, "cat $HADOOP_CONF_DIR/core-site.xml"))
                    .contains("GoogleHadoopFileSystem");
            assertThat(real.run(pod, "cat $GOOGLE_APPLICATION_CREDENTIALS")).contains("dummy");
        }
        remove("hadoop-gcp");
    }

    @Test
    void sidecarAndInitContainer() {
        succeeded("sidecar-init");

        eventually(
                () -> assertThat(real.output("sidecar-init")).contains("a\t3", "rose\t3", "is\t2"));
        remove("sidecar-init");
    }

    @Test
    void ingress() {
        ready("ingress");

        var ingress =
                real.client
                        .network()
                        .v1()
                        .ingresses()
                        .inNamespace(real.namespace)
                        .withName("ingress-jobmanager")
                        .get();
        assertThat(ingress.getSpec().getRules())
                .extracting("host")
                .containsExactly("ingress.flink.example.com");
        assertThat(real.status("ingress", "/components/jobManagerIngress/urls/0"))
                .isEqualTo("https://ingress.flink.example.com");
        remove("ingress");
    }

    @Test
    void update() {
        ready("update");
        eventually(() -> assertThat(slots("update")).isEqualTo(1));

        apply("update-changed");

        eventually(() -> assertThat(slots("update")).isEqualTo(2));
        eventually(() -> assertThat(real.status("update", "/state")).isEqualTo("Running"));
        remove("update");
    }

    @Test
    void volumes() {
        ready("volumes");

        assertThat(real.run("volumes-taskmanager-0", "cat /opt/lists/stop-words.txt"))
                .contains("the");
        assertThat(real.run("volumes-taskmanager-0", "cat /etc/pod-info/name"))
                .isEqualTo("volumes-taskmanager-0");
        remove("volumes");
    }

    private static int slots(String name) {
        return real.rest(name, "/overview").path("slots-total").asInt();
    }

    private static void apply(String manifest) {
        apply(manifest, object -> true);
    }

    private static void apply(String manifest, Predicate<HasMetadata> which) {
        List<HasMetadata> objects =
                real.client
                        .load(
                                new java.io.ByteArrayInputStream(
                                        RealCluster.read(MANIFESTS.resolve(manifest + ".yaml"))
                                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                        .items();
        objects.stream()
                .filter(which)
                .forEach(
                        object -> {
                            object.getMetadata().setNamespace(real.namespace);
                            real.client.resource(object).serverSideApply();
                        });
    }

    private static void ready(String name) {
        apply(name);
        eventually(
                () ->
                        assertThat(real.condition(name, "Ready"))
                                .map(condition -> condition.path("status").asText())
                                .contains("True"));
    }

    private static void succeeded(String name) {
        apply(name);
        eventually(() -> assertThat(real.jobState(name)).isEqualTo("Succeeded"));
    }

    /** One after the other, since they share two cores. */
    private static void remove(String name) {
        real.client.resource(real.cluster(name)).delete();
        eventually(
                () ->
                        assertThat(
                                        real.client
                                                .pods()
                                                .inNamespace(real.namespace)
                                                .withLabel("cluster", name)
                                                .list()
                                                .getItems())
                                .isEmpty());
    }
}
