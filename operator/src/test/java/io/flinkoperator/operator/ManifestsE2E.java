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

/** The manifests in examples/manifests, each applied to a real node and seen to do what it says. */
class ManifestsE2E {
    private static final Path MANIFESTS = Path.of("../examples/manifests");

    /** Serves the jar of its image to whoever asks, with what a minimal Debian has. */
    private static final String JAR_SERVER =
            """
            use IO::Socket::INET;
            my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 5, ReuseAddr => 1) or die;
            my $file = '/opt/flink/usrlib/wordcount.jar';
            while (my $client = $server->accept) {
                while (<$client>) { last if /^\\r?\\n$/ }
                open(my $jar, '<:raw', $file) or die;
                local $/;
                my $bytes = <$jar>;
                print $client "HTTP/1.1 200 OK\\r\\nContent-Length: " . length($bytes)
                    . "\\r\\nConnection: close\\r\\n\\r\\n" . $bytes;
                close $client;
            }
            """;

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

        assertThat(real.output("job")).contains("the\t9824");
        remove("job");
    }

    @Test
    void remoteJar() {
        serveJar();

        succeeded("remote-jar");

        eventually(() -> assertThat(real.status("remote-jar", "/state")).isEqualTo("Stopped"));
        remove("remote-jar");
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

        assertThat(real.output("sidecar-init")).contains("a\t3", "rose\t3", "is\t2");
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
    void prometheus() {
        ready("prometheus");

        for (String pod : List.of("prometheus-jobmanager-0", "prometheus-taskmanager-0")) {
            assertThat(real.run(pod, "curl --silent http://localhost:9249/"))
                    .contains("# TYPE flink_");
        }
        remove("prometheus");
    }

    @Test
    void logConfiguration() {
        ready("log-config");

        assertThat(real.output("log-config"))
                .anyMatch(line -> line.startsWith("log-config-example "));
        remove("log-config");
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

    @Test
    void python() {
        succeeded("python");

        assertThat(real.output("python")).contains("+I[a, 3]", "+I[rose, 3]", "+I[is, 2]");
        remove("python");
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

    private static void serveJar() {
        String yaml =
                """
                apiVersion: v1
                kind: List
                items:
                  - apiVersion: v1
                    kind: Service
                    metadata: {name: jars}
                    spec: {selector: {serves: jars}, ports: [{port: 8080}]}
                  - apiVersion: v1
                    kind: Pod
                    metadata: {name: jars, labels: {serves: jars}}
                    spec:
                      containers:
                        - name: server
                          image: flink-operator/wordcount:dev
                          command: [perl, -e, $(PROGRAM)]
                          env: [{name: PROGRAM, value: ""}]
                          readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
                """;
        real.client
                .load(
                        new java.io.ByteArrayInputStream(
                                yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .items()
                .forEach(
                        object -> {
                            if (object instanceof io.fabric8.kubernetes.api.model.Pod pod) {
                                var container = pod.getSpec().getContainers().get(0);
                                container.getEnv().get(0).setValue(JAR_SERVER);
                            }
                            object.getMetadata().setNamespace(real.namespace);
                            real.client.resource(object).create();
                        });
        real.client
                .pods()
                .inNamespace(real.namespace)
                .withName("jars")
                .waitUntilReady(2, java.util.concurrent.TimeUnit.MINUTES);
    }
}
