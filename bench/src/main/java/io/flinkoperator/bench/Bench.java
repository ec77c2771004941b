package io.flinkoperator.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.testkit.Behaviour;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.FakeFlink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Brings up fleets of clusters of given sizes, and measures what the operator takes for it and at
 * rest. Everything runs on this machine.
 */
public final class Bench {
    private static final int NAMESPACES = 10;
    private static final int USERS = 16;
    private static final int SINGLES = 50;
    private static final int EDITS = 300;
    private static final int BARE = 500;
    private static final int WARM_UP = 100;
    private static final Behaviour SILENT = Behaviour.slow(Duration.ofDays(1));
    private static final Duration QUIET = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Driver driver;
    private final int size;
    private final int singles;
    private final Rest rest;
    private final Report report;
    private final Sightings sightings = new Sightings();
    private final FakeFlink flink = FakeFlink.start();
    private final ControlPlane controlPlane = ControlPlane.startWithoutControllerManager();
    private final KubernetesClient client;
    private final Node node;
    private final Path log;
    private final ExecutorService users = Executors.newFixedThreadPool(USERS);
    private Measured operator;
    private double perCluster;

    /**
     * The measurement at rest.
     *
     * @param calm How long nobody has done anything before.
     * @param measured How long is measured.
     */
    record Rest(Duration calm, Duration measured) {}

    private Bench(Driver driver, int size, Rest rest) throws IOException {
        this.driver = driver;
        this.size = size;
        this.rest = rest;
        singles = Math.min(SINGLES, size);
        client = new KubernetesClientBuilder().withConfig(controlPlane.config()).build();
        report = new Report(client.getKubernetesVersion().getGitVersion());
        log = Driver.TARGET.resolve("operator-" + size + ".log");
        Files.createDirectories(log.getParent());
        Files.deleteIfExists(log);
        for (Path definition : driver.definitions()) {
            client.load(Files.newInputStream(definition)).serverSideApply();
        }
        for (int i = 0; i < NAMESPACES; i++) {
            client.resource(
                            new NamespaceBuilder()
                                    .withNewMetadata()
                                    .withName("bench-" + i)
                                    .endMetadata()
                                    .build())
                    .create();
        }
        node = new Node(client, flink, sightings);
        await("the definitions", this::isServed);
        clusters().inAnyNamespace().inform(new Watcher());
    }

    /** Runs the bench: sizes of fleets, then the JVM settings of the operator. */
    public static void main(String[] args) throws Exception {
        List<Integer> sizes = Arrays.stream(args[0].split(",")).map(Integer::valueOf).toList();
        Driver driver = new OurDriver(Arrays.asList(args).subList(1, args.length));
        Rest rest = new Rest(seconds("bench.calm", 300), seconds("bench.steady", 180));
        List<Report> reports = new ArrayList<>();
        for (int size : sizes) {
            reports.add(measure(driver, size, rest));
            // A size that fails takes nothing away from those before it.
            new Table(driver, sizes.subList(0, reports.size()), reports)
                    .write(Driver.TARGET.resolve("figures.md"));
        }
        System.exit(0);
    }

    private static Duration seconds(String property, int otherwise) {
        return Duration.ofSeconds(Integer.getInteger(property, otherwise));
    }

    /** Brings up one fleet. */
    static Report measure(Driver driver, int size, Rest rest) throws Exception {
        Bench bench = new Bench(driver, size, rest);
        try {
            bench.run();
            return bench.report;
        } finally {
            bench.close();
        }
    }

    private void run() throws Exception {
        System.out.printf(
                "%s, %d clusters; %d cores, Java %s, %s%n",
                driver.name(),
                size,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                String.join(" ", driver.settings()));
        train();
        warmUp();
        start("process start to ready (ms)");
        burst();
        single();
        edit("edit to first action", index -> true);
        steady();
        restart();
        dead();
        delete();
        System.out.println(
                report.json(
                        "\"operator\": \"%s\", \"clusters\": %d".formatted(driver.name(), size)));
    }

    private void train() throws Exception {
        if (driver.training().isPresent()) {
            try (Measured first = launch(driver.training().get())) {
                first.awaitReady();
                first.terminate();
            }
        }
    }

    /**
     * The operator is measured cold, as after each start; the API server and the benchmark are not.
     */
    private void warmUp() throws Exception {
        operator = launch(driver.command());
        operator.awaitReady();
        int number = Math.min(WARM_UP, size);
        int first = size + singles;
        all(number, i -> create(first + i));
        awaitAll("the warm-up", number, i -> sightings.has(path(first + i) + " runs"));
        all(number, i -> delete(first + i));
        awaitAll("its end", number, i -> sightings.has(path(first + i) + " is gone"));
        awaitRest();
        operator.kill();
        operator = null;
    }

    private Measured launch(List<String> command) throws IOException {
        URI flinkUri = flink.uri("", "").resolve("/");
        return Measured.start(driver, command, controlPlane.kubeconfig(), flinkUri, log);
    }

    private void start(String what) throws IOException {
        operator = launch(driver.command());
        report.add(what, operator.awaitReady());
    }

    private static String name(int index) {
        return "c%05d".formatted(index);
    }

    private static String namespace(int index) {
        return "bench-" + index % NAMESPACES;
    }

    private static String path(int index) {
        return namespace(index) + "/" + name(index);
    }

    private String jobManager(int index) {
        return namespace(index) + "/" + driver.jobManager(name(index));
    }

    private String taskManager(int index) {
        return namespace(index) + "/" + driver.taskManager(name(index));
    }

    private MixedOperation<
                    GenericKubernetesResource,
                    GenericKubernetesResourceList,
                    Resource<GenericKubernetesResource>>
            clusters() {
        List<String> version = Arrays.asList(driver.apiVersion().split("/", 2));
        return client.genericKubernetesResources(
                new ResourceDefinitionContext.Builder()
                        .withGroup(version.get(0))
                        .withVersion(version.get(1))
                        .withKind(driver.kind())
                        .withPlural(driver.kind().toLowerCase(java.util.Locale.ROOT) + "s")
                        .withNamespaced(true)
                        .build());
    }

    private boolean isServed() {
        try {
            clusters().inAnyNamespace().list();
            return true;
        } catch (KubernetesClientException notYet) {
            return false;
        }
    }

    private void create(int index) {
        client.resource(driver.resource(namespace(index), name(index))).create();
    }

    private void delete(int index) {
        clusters().inNamespace(namespace(index)).withName(name(index)).delete();
    }

    private void all(int number, IntConsumer what) {
        List<CompletableFuture<Void>> done =
                IntStream.range(0, number)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> what.accept(i), users))
                        .toList();
        done.forEach(CompletableFuture::join);
    }

    private void burst() {
        Requests before = Requests.soFar(client);
        Processors idle = Processors.soFar();
        long nodeBefore = node.writes();
        long[] created = new long[size];
        long begin = System.nanoTime();
        all(
                size,
                index -> {
                    created[index] = System.nanoTime();
                    create(index);
                });
        awaitAll("all objects", size, index -> sightings.has(taskManager(index)));
        double objects = (System.nanoTime() - begin) / 1e6;
        Processors busy = Processors.soFar().since(idle);
        awaitAll("all running", size, index -> sightings.has(path(index) + " runs"));
        report.add("all created to all objects there (ms)", objects);
        report.add("all created to all running (ms)", (System.nanoTime() - begin) / 1e6);
        report("all created to all objects there", busy, size);
        Latencies first = new Latencies();
        Latencies running = new Latencies();
        for (int i = 0; i < size; i++) {
            first.add(sightings.since(created[i], jobManager(i)));
            running.add(sightings.since(created[i], path(i) + " runs"));
        }
        report.add("create to JobManager's workload, p50 (ms)", first.percentile(50));
        report.add("create to JobManager's workload, p99 (ms)", first.percentile(99));
        report.add("create to running, p50 (ms)", running.percentile(50));
        report.add("create to running, p99 (ms)", running.percentile(99));
        awaitQuiet();
        Requests during = Requests.soFar(client).since(before);
        long own = during.writes() - size - (node.writes() - nodeBefore);
        report.add("Kubernetes writes per created cluster", (double) own / size);
        System.out.println("    " + during.counts());
        perCluster = objects / size;
    }

    private void report(String what, Processors used, int clusters) {
        used.seconds()
                .forEach(
                        (program, seconds) ->
                                report.add(
                                        "%s: processor ms per cluster, %s".formatted(what, program),
                                        1000 * seconds / clusters));
    }

    /**
     * What a client takes that thinks of nothing: as many users as in the burst create the same
     * custom resources, and the same objects, while no operator runs.
     */
    private void bare() {
        int sample = Math.min(size, BARE);
        List<List<HasMetadata>> copies = IntStream.range(0, sample).mapToObj(this::copies).toList();
        Processors idle = Processors.soFar();
        long begin = System.nanoTime();
        all(
                sample,
                index -> {
                    client.resource(driver.resource(namespace(index), bare(name(index)))).create();
                    copies.get(index).forEach(object -> client.resource(object).create());
                });
        double bare = (System.nanoTime() - begin) / 1e6 / sample;
        report("bare client", Processors.soFar().since(idle), sample);
        report.add("objects per cluster", copies.get(0).size());
        report.add("all created: speed of a bare client's (%)", 100 * bare / perCluster);
        all(
                sample,
                index -> {
                    clusters().inNamespace(namespace(index)).withName(bare(name(index))).delete();
                    copies.get(index).forEach(object -> client.resource(object).delete());
                });
    }

    private static String bare(String cluster) {
        return "bare-" + cluster;
    }

    /** What the operator has made of a cluster, under other names. */
    private List<HasMetadata> copies(int index) {
        String cluster = name(index);
        return Stream.of(
                        ControllerRevision.class,
                        ConfigMap.class,
                        Service.class,
                        NetworkPolicy.class,
                        StatefulSet.class)
                .flatMap(
                        kind ->
                                client
                                        .resources(kind)
                                        .inNamespace(namespace(index))
                                        .withLabel("cluster", cluster)
                                        .list()
                                        .getItems()
                                        .stream())
                .map(HasMetadata.class::cast)
                .map(object -> copy(object, cluster))
                .toList();
    }

    private static HasMetadata copy(HasMetadata object, String cluster) {
        HasMetadata copy = Serialization.clone(object);
        var metadata = copy.getMetadata();
        metadata.setName(metadata.getName().replace(cluster, bare(cluster)));
        metadata.setUid(null);
        metadata.setResourceVersion(null);
        metadata.setManagedFields(null);
        metadata.setCreationTimestamp(null);
        metadata.setOwnerReferences(List.of());
        metadata.getLabels().remove("app.kubernetes.io/managed-by");
        metadata.getLabels().put("component", "bare");
        if (copy instanceof Service service) {
            service.getSpec().setClusterIP(null);
            service.getSpec().setClusterIPs(List.of());
            service.setStatus(null);
        }
        return copy;
    }

    private void single() {
        awaitRest();
        Latencies first = new Latencies();
        for (int i = 0; i < singles; i++) {
            int index = size + i;
            long begin = System.nanoTime();
            create(index);
            await(jobManager(index), () -> sightings.has(jobManager(index)));
            first.add(sightings.since(begin, jobManager(index)));
            await("running", () -> sightings.has(path(index) + " runs"));
        }
        report.add("one create on a steady fleet to workload, p50 (ms)", first.percentile(50));
        report.add("one create on a steady fleet to workload, p99 (ms)", first.percentile(99));
    }

    private int replicas = 1;

    private void edit(String what, java.util.function.IntPredicate which) throws Exception {
        replicas++;
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < Math.min(EDITS, size / 2)) {
            int index = ThreadLocalRandom.current().nextInt(size);
            if (which.test(index) && !chosen.contains(index)) {
                chosen.add(index);
            }
        }
        Latencies first = new Latencies();
        List<CompletableFuture<Void>> edits = new ArrayList<>();
        for (int index : chosen) {
            String seen = taskManager(index) + "=" + replicas;
            // A late edit has waited for the ones before it, too.
            long begin = System.nanoTime();
            edits.add(
                    CompletableFuture.runAsync(
                            () -> {
                                scale(index);
                                await(seen, () -> sightings.has(seen));
                                first.add(sightings.since(begin, seen));
                            },
                            users));
            Thread.sleep(100);
        }
        edits.forEach(CompletableFuture::join);
        report.add(what + ", 10/s, p50 (ms)", first.percentile(50));
        report.add(what + ", 10/s, p99 (ms)", first.percentile(99));
        awaitQuiet();
    }

    private void scale(int index) {
        clusters()
                .inNamespace(namespace(index))
                .withName(name(index))
                .patch(PatchContext.of(PatchType.JSON_MERGE), driver.scale(replicas));
    }

    private void steady() throws Exception {
        Thread.sleep(rest.calm().toMillis());
        Requests before = Requests.soFar(client);
        long asked = flinkRequests();
        double cpu = operator.cpu();
        long begin = System.nanoTime();
        Thread.sleep(rest.measured().toMillis());
        double minutes = (System.nanoTime() - begin) / 6e10;
        report.add("steady: processors", (operator.cpu() - cpu) / (minutes * 60));
        report.add("steady: memory (MiB resident)", operator.memory());
        report.add(
                "steady: Flink requests per cluster and minute",
                (double) (flinkRequests() - asked) / minutes / (size + singles));
        Requests during = Requests.soFar(client).since(before);
        report.add("steady: Kubernetes writes", (double) during.writes());
        System.out.println("    " + during.counts());
        report.add("steady: heap after collection (MiB)", operator.heap());
    }

    private long flinkRequests() {
        return flink.journal().counters().values().stream().mapToLong(it -> it).sum();
    }

    private void restart() throws Exception {
        operator.kill();
        operator = null;
        bare();
        awaitRest();
        Requests before = Requests.soFar(client);
        start("restart to ready (ms)");
        report.add("restart to all looked at (ms)", operator.awaitRounds(size + singles));
        awaitQuiet();
        Requests during = Requests.soFar(client).since(before);
        report.add("restart: Kubernetes writes", (double) during.writes());
        System.out.println("    " + during.counts());
    }

    /** One of twenty JobManagers takes requests and never answers. */
    private void dead() throws Exception {
        awaitRest();
        for (int i = 0; i < size; i += 20) {
            flink.find(namespace(i), name(i)).orElseThrow().behave(SILENT);
        }
        Thread.sleep(5000);
        edit("edit with 5 % dead JobManagers", index -> index % 20 != 0);
        for (int i = 0; i < size; i += 20) {
            flink.find(namespace(i), name(i)).orElseThrow().behave(Behaviour.healthy());
        }
    }

    private void delete() {
        long begin = System.nanoTime();
        all(size, this::delete);
        awaitAll("all gone", size, index -> sightings.has(path(index) + " is gone"));
        report.add("all deleted to all gone (ms)", (System.nanoTime() - begin) / 1e6);
    }

    private void awaitAll(String what, int number, java.util.function.IntPredicate condition) {
        int[] done = {0};
        await(
                what,
                () -> {
                    while (done[0] < number && condition.test(done[0])) {
                        done[0]++;
                    }
                    return done[0] == number;
                });
    }

    /** What the step before has left to do would count for the next one. */
    private void awaitRest() {
        Processors[] last = {Processors.soFar()};
        long[] time = {System.nanoTime()};
        await(
                "rest",
                () -> {
                    double seconds = (System.nanoTime() - time[0]) / 1e9;
                    if (seconds < 3) {
                        return false;
                    }
                    Processors now = Processors.soFar();
                    double used =
                            now.since(last[0]).seconds().values().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .sum();
                    last[0] = now;
                    time[0] = System.nanoTime();
                    return used / seconds < 0.5;
                });
    }

    /**
     * Until all is told, and so long passes without a write: how many pods are ready is told every
     * 5 s at most.
     */
    private void awaitQuiet() {
        long[] last = {-1, System.nanoTime()};
        await(
                "quiet",
                () -> {
                    long writes = Requests.soFar(client).writes();
                    boolean isOver = System.nanoTime() - last[1] > QUIET.toNanos();
                    if (writes != last[0] || (isOver && !isUpToDate())) {
                        last[0] = writes;
                        last[1] = System.nanoTime();
                        return false;
                    }
                    return isOver;
                });
    }

    private boolean isUpToDate() {
        var serialization = client.getKubernetesSerialization();
        return clusters().inAnyNamespace().list().getItems().stream()
                .map(it -> serialization.convertValue(it, JsonNode.class))
                .allMatch(driver::isUpToDate);
    }

    private void await(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .failFast(
                        "the operator has ended, see " + log,
                        () -> operator != null && !operator.isAlive())
                .until(condition::getAsBoolean);
    }

    private void close() {
        if (operator != null) {
            operator.close();
        }
        node.close();
        users.shutdownNow();
        client.close();
        flink.close();
        controlPlane.close();
    }

    private final class Watcher implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource cluster) {
            var serialization = client.getKubernetesSerialization();
            if (driver.isRunning(serialization.convertValue(cluster, JsonNode.class))) {
                sightings.see(path(cluster) + " runs");
            }
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource cluster) {
            onAdd(cluster);
        }

        @Override
        public void onDelete(GenericKubernetesResource cluster, boolean stateUnknown) {
            sightings.see(path(cluster) + " is gone");
        }

        private String path(GenericKubernetesResource cluster) {
            return cluster.getMetadata().getNamespace() + "/" + cluster.getMetadata().getName();
        }
    }
}
