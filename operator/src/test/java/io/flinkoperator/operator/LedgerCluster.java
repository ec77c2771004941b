package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.examples.ledger.LedgerCheck;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A FlinkCluster with the job ledger in a namespace of its own, and what the job has written. */
final class LedgerCluster implements AutoCloseable {
    private static final int PROGRESS = 30;
    private static final String CONTROL = "flinkclusters.flinkoperator.k8s.io/user-control";
    private static final String SPEC =
            """
            apiVersion: flinkoperator.k8s.io/v1beta1
            kind: FlinkCluster
            metadata: {name: ledger}
            spec:
              flinkVersion: "%1$s"
              image: {name: "flink-operator/ledger:%1$s"}
              flinkProperties:
                taskmanager.numberOfTaskSlots: "4"
                execution.checkpointing.interval: 1s
                execution.checkpointing.dir: %4$s
                execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION
                restart-strategy.type: fixed-delay
                restart-strategy.fixed-delay.attempts: "1000"
                restart-strategy.fixed-delay.delay: 1s
                heartbeat.interval: "2000"
                heartbeat.timeout: "8000"
              podTemplate:
                spec:
                  initContainers:
                    - {name: state-folder, image: "flink-operator/ledger:%1$s", command: [chmod, "777", /state], securityContext: {runAsUser: 0}, volumeMounts: [{name: state, mountPath: /state}]}
                  volumes:
                    - {name: state, hostPath: {path: %2$s, type: DirectoryOrCreate}}
              jobManager:
                resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}
                volumeMounts: [{name: state, mountPath: /state}]
              taskManager:
                replicas: 1
                resources: {requests: {cpu: 100m}, limits: {memory: 1200Mi}}
                volumeMounts: [{name: state, mountPath: /state}]
              job:
                mode: %3$s
                jarFile: /opt/flink/usrlib/ledger.jar
                className: io.flinkoperator.examples.ledger.Ledger
                args: [--output, "file:///state/out"]
                parallelism: 2
                savepointsDir: %5$s
                restartPolicy: FromSavepointOnFailure
                restartBackoff: {initialSeconds: 0, maxSeconds: 2}
                updateTimeoutSeconds: 600
                volumeMounts: [{name: state, mountPath: /state}]
            """;

    /** Flink's own distribution has a ZooKeeper. */
    private static final String ZOOKEEPER =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: zookeeper, labels: {app: zookeeper}}
            spec:
              containers:
                - name: zookeeper
                  image: "flink-operator/ledger:%s"
                  command: [/opt/flink/bin/zookeeper.sh, start-foreground, "1"]
                  env: [{name: JVM_ARGS, value: -Xmx128m}]
                  readinessProbe: {tcpSocket: {port: 2181}, periodSeconds: 1}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: zookeeper}
            spec:
              selector: {app: zookeeper}
              ports: [{port: 2181}]
            """;

    private final RealCluster real;
    private final StateStore store;
    private final String version;
    private final String scenario;
    private final Path folder;
    private final String yaml;
    private final String name = "ledger";
    private boolean hasJarInStore;

    LedgerCluster(String scenario, String version, String mode) {
        this(scenario, version, mode, StateStore.DISK);
    }

    LedgerCluster(String scenario, String version, String mode, StateStore store) {
        this.store = store;
        this.version = version;
        this.scenario = String.join(" ", scenario, version, mode, store.name());
        String namespace = "e2e-ledger-" + this.scenario.replaceAll("[. _]", "-");
        real = new RealCluster(namespace.toLowerCase(Locale.ROOT));
        folder = real.folder;
        // Of an earlier run: its numbers would be doubled.
        delete(folder);
        yaml =
                SPEC.formatted(
                        version, folder, mode, store.uri("checkpoints"), store.uri("savepoints"));
        store.start(real, folder);
    }

    /**
     * Makes the cluster, its spec changed as the test likes, and waits until the job has output.
     */
    LedgerCluster started(Consumer<ObjectNode> change) {
        create(change);
        goesOnExactly();
        return this;
    }

    LedgerCluster started() {
        return started(spec -> {});
    }

    void create(Consumer<ObjectNode> change) {
        FlinkCluster cluster = Serialization.unmarshal(yaml, FlinkCluster.class);
        store.configure(real, (ObjectNode) cluster.getSpec(), version);
        if (hasJarInStore) {
            takeJarFromStore((ObjectNode) cluster.getSpec());
        }
        change.accept((ObjectNode) cluster.getSpec());
        cluster.getMetadata().setNamespace(real.namespace);
        real.client.resource(cluster).create();
    }

    /** Starts a ZooKeeper, and makes a cluster whose JobManagers are highly available with it. */
    LedgerCluster startedWithZooKeeper() {
        var objects = ZOOKEEPER.formatted(version).getBytes(StandardCharsets.UTF_8);
        real.client.load(new ByteArrayInputStream(objects)).inNamespace(real.namespace).create();
        return started(
                spec ->
                        ((ObjectNode) spec.path("flinkProperties"))
                                .put("high-availability.type", "zookeeper")
                                .put("high-availability.zookeeper.quorum", "zookeeper:2181")
                                .put("high-availability.cluster-id", "/ledger")
                                .put("high-availability.storageDir", "file:///state/ha"));
    }

    /** Has the job's jar come out of the store, which speaks S3. */
    LedgerCluster withJarFromStore() {
        Path jar = stored("jars/ledger.jar");
        try {
            Files.createDirectories(jar.getParent());
            Files.copy(Page.ROOT.resolve("examples/ledger/target/ledger.jar"), jar);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        hasJarInStore = true;
        return this;
    }

    private void takeJarFromStore(ObjectNode spec) {
        String server = "s3:9000";
        spec.withArray("envVars")
                .addObject()
                .put("name", "AWS_ENDPOINT_URL")
                .put("value", "http://" + server);
        ObjectNode job = (ObjectNode) spec.path("job");
        job.put("jarFile", store.uri("jars/ledger.jar"));
        job.putObject("jarFetch").putArray("allowedHosts").add(server);
    }

    /** Names of the folders of all savepoints in the store. */
    List<String> storedSavepoints() {
        return store.savepoints(folder);
    }

    /** Where a path of the store is on the node. */
    Path stored(String path) {
        return store.onNode(folder, path);
    }

    /** Has the store make faults from now on; without an order all is well again. */
    void orderStore(String... orders) {
        store.order(folder, orders);
    }

    /** Changes the spec. */
    void change(Consumer<ObjectNode> change) {
        edit(cluster -> change.accept((ObjectNode) cluster.getSpec()));
    }

    /** Gives the operator an order by annotation. */
    void order(String word) {
        edit(
                cluster -> {
                    var annotations = new HashMap<String, String>();
                    Optional.ofNullable(cluster.getMetadata().getAnnotations())
                            .ifPresent(annotations::putAll);
                    annotations.put(CONTROL, word);
                    cluster.getMetadata().setAnnotations(annotations);
                });
    }

    void emptyStatus() {
        World.emptyStatus(resource());
    }

    private Resource<FlinkCluster> resource() {
        return real.client.resources(FlinkCluster.class).inNamespace(real.namespace).withName(name);
    }

    private void edit(Consumer<FlinkCluster> change) {
        eventually(
                () ->
                        resource()
                                .edit(
                                        cluster -> {
                                            change.accept(cluster);
                                            return cluster;
                                        }));
    }

    /** Replaces the arguments behind the output folder. */
    static void arguments(ObjectNode spec, String... arguments) {
        ArrayNode all = ((ObjectNode) spec.path("job")).putArray("args");
        all.add("--output").add("file:///state/out");
        List.of(arguments).forEach(all::add);
    }

    void delete() {
        real.client.resource(real.cluster(name)).delete();
        eventually(() -> assertThat(real.cluster(name)).isNull());
        eventually(() -> assertThat(real.objects(name)).isEmpty());
    }

    /** Kills a component's pods at once and waits until others are ready in their place. */
    void killPods(String component) {
        List<String> killed = uids(component);
        assertThat(killed).isNotEmpty();
        real.client
                .pods()
                .inNamespace(real.namespace)
                .withLabels(Map.of("cluster", name, "component", component))
                .withGracePeriod(0)
                .delete();
        eventually(
                () -> assertThat(uids(component)).isNotEmpty().doesNotContainAnyElementsOf(killed));
    }

    private List<String> uids(String component) {
        return real
                .client
                .pods()
                .inNamespace(real.namespace)
                .withLabels(Map.of("cluster", name, "component", component))
                .list()
                .getItems()
                .stream()
                .map(Pod::getMetadata)
                .map(metadata -> metadata.getUid())
                .toList();
    }

    void killOperator() {
        real.killOperator();
    }

    String status(String pointer) {
        return real.status(name, pointer);
    }

    /** What the conditions say, each a line. */
    String told() {
        var lines = new StringBuilder();
        for (var condition : real.cluster(name).getStatus().path("conditions")) {
            lines.append(condition.path("type").asText()).append(": ");
            lines.append(condition.path("message").asText()).append('\n');
        }
        return lines.toString();
    }

    /** Whether Flink runs the job's tasks. */
    boolean runs() {
        return messageIfTrue("JobRunning").isPresent();
    }

    /** What is wrong; empty if nothing is. */
    String degraded() {
        return messageIfTrue("Degraded").orElse("");
    }

    private Optional<String> messageIfTrue(String type) {
        return real.condition(name, type)
                .filter(it -> it.path("status").asText().equals("True"))
                .map(it -> it.path("message").asText());
    }

    /** Reasons of all events that the cluster has had. */
    List<String> events() {
        return real.client.v1().events().inNamespace(real.namespace).list().getItems().stream()
                .filter(it -> name.equals(it.getInvolvedObject().getName()))
                .map(Event::getReason)
                .toList();
    }

    /** What {@code kubectl flink doctor} prints. */
    String doctor() {
        return new Plugin(List.of("-n", real.namespace)).run("", "doctor", name).out();
    }

    void reaches(String jobState) {
        eventually(() -> assertThat(status("/components/job/state")).isEqualTo(jobState));
    }

    /** Waits until an update that the test has made is deployed and its job runs. */
    void isUpdatedFrom(String revision) {
        eventually(
                () -> {
                    assertThat(status("/revision/currentRevision")).isNotEqualTo(revision);
                    assertThat(status("/revision/nextRevision"))
                            .isEqualTo(status("/revision/currentRevision"));
                    assertThat(status("/components/job/state")).isEqualTo("Running");
                });
    }

    List<String> objects() {
        return real.objects(name);
    }

    /** Waits until each sequence has grown from here on and nothing is missing or double. */
    void goesOnExactly() {
        Map<Integer, Long> before = check().highest();
        eventually(
                () -> {
                    LedgerCheck check = check();
                    assertThat(check.faults()).isEmpty();
                    assertThat(check.highest()).hasSize(4);
                    check.highest()
                            .forEach(
                                    (split, number) ->
                                            assertThat(number)
                                                    .as("split %d", split)
                                                    .isGreaterThan(
                                                            before.getOrDefault(split, 0L)
                                                                    + PROGRESS));
                });
    }

    /** Expects the output of a job that is stopped to be exact as it is. */
    void isExact() {
        eventually(() -> assertThat(check().faults()).isEmpty());
    }

    /** Prints how long no record was written around what happened since a time. */
    void printDowntime(String what, Instant since) {
        var gap = check().longestGap(since, Instant.now());
        System.out.printf(
                "ledger: %s: %s: no record for %d ms%n", scenario, what, gap.length().toMillis());
    }

    /** The newest savepoint, as the pods see it. */
    String newestSavepoint() {
        List<String> all = storedSavepoints();
        assertThat(all).as("savepoints").isNotEmpty();
        return store.uri("savepoints/" + all.get(all.size() - 1));
    }

    private LedgerCheck check() {
        try {
            return LedgerCheck.of(folder.resolve("out"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException undeletable) {
            throw new UncheckedIOException(undeletable);
        }
    }

    @Override
    public void close() {
        real.closeCompletely();
        delete(folder);
    }
}
