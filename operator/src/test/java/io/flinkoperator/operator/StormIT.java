package io.flinkoperator.operator;

import static io.flinkoperator.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.testkit.Behaviour;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.FaultProxy;
import io.flinkoperator.testkit.TestNamespace;
import io.flinkoperator.testkit.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A fleet of job clusters whose users never rest, two operators of which the leading one is paused
 * and killed, servers that are killed, and faults on a good part of all requests; {@code -Dfaults}
 * says how many have to land, {@code -Dseed} which.
 */
class StormIT {
    private static final int FAULTS = Integer.getInteger("faults", 200);
    private static final long SEED = Long.getLong("seed", 1);
    private static final int FLEET = FAULTS < 2000 ? 8 : 40;
    private static final double SHARE = 0.25;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** One of so many JobManagers does not answer as long as the storm lasts. */
    private static final int DEAD = 20;

    private static final int DEAD_FROM = 7;

    private final ControlPlane controlPlane = ControlPlane.start();
    private final TestNamespace namespace = new TestNamespace("storm");
    private final Storm storm = new Storm(SEED, SHARE);
    private final Map<String, AtomicInteger> done = new TreeMap<>();
    private final Map<String, AtomicInteger> asked = new TreeMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final List<OperatorProcess> operators = new ArrayList<>();
    private World world;
    private Stage stage;
    private Recorder recorder;
    private FaultProxy api;
    private FaultProxy flink;
    private int started;
    private int paused;
    private int killed;
    private int restarted;

    @BeforeEach
    void begin() {
        Lane.makeNamespace(controlPlane, namespace.name());
        world = new World(controlPlane, namespace);
        stage = new Stage(world);
        recorder = new Recorder(world, false);
        api = FaultProxy.before(controlPlane);
        flink = FaultProxy.before(world.flink);
        startOperator();
        startOperator();
    }

    @AfterEach
    void end() {
        operators.forEach(OperatorProcess::close);
        api.close();
        flink.close();
        recorder.close();
        stage.close();
        world.close();
        controlPlane.close();
    }

    private void startOperator() {
        Path folder = Path.of("target", "operator-process").toAbsolutePath();
        folder.toFile().mkdirs();
        Map<String, String> environment = new HashMap<>();
        Path kubeconfig = folder.resolve("storm.kubeconfig");
        environment.put("KUBECONFIG", api.writeKubeconfig(controlPlane, kubeconfig).toString());
        environment.put("FLINK_REST_URL", flink.uri() + "{namespace}/{name}");
        started++;
        operators.add(
                OperatorProcess.start("storm-" + started, controlPlane, "storm", environment));
    }

    @Test
    void nothingIsLostOrDoneTwice() {
        // Given
        List<Actor> fleet =
                IntStream.range(0, FLEET)
                        .mapToObj(number -> new Actor("s%03d".formatted(number), world, stage))
                        .map(user -> user.patient(PATIENCE))
                        .toList();
        fleet.forEach(
                user ->
                        user.createJob(
                                "restartPolicy: FromSavepointOnFailure\n"
                                        + "  restartBackoff: {initialSeconds: 0, maxSeconds: 2}"));
        fleet.forEach(user -> user.awaitRunning(1));

        // When
        api.direct(storm);
        flink.direct(storm);
        var threads = Executors.newFixedThreadPool(FLEET);
        List<CompletableFuture<Void>> users = new ArrayList<>();
        for (int number = 0; number < FLEET; number++) {
            Actor user = fleet.get(number);
            Random random = new Random(SEED + number);
            if (number % DEAD == DEAD_FROM) {
                user.flink().behave(Behaviour.dead());
            } else {
                users.add(CompletableFuture.runAsync(() -> live(user, random), threads));
            }
        }
        disturbServers();
        users.forEach(CompletableFuture::join);
        threads.shutdown();
        api.direct(Traffic.undisturbed());
        flink.direct(Traffic.undisturbed());
        fleet.forEach(user -> user.flink().behave(Behaviour.healthy()));

        // Then
        fleet.forEach(this::check);
        System.out.printf(
                "storm: seed %d, %d clusters, %d faults landed (%d %% on writes) %s; %d pauses and"
                        + " %d kills of leading operators, %d kills of etcd and API server; users:"
                        + " %s; %d violations%n",
                SEED,
                FLEET,
                storm.landed(),
                100 * storm.onWrites() / storm.landed(),
                storm.byKind(),
                paused,
                killed,
                restarted,
                done,
                violations.size());
        assertThat(violations).isEmpty();
        assertThat(storm.landed()).isGreaterThanOrEqualTo(FAULTS);
        assertThat(storm.byKind()).as("kinds of faults").hasSize(8);
        assertThat(List.of(paused, killed, restarted)).allMatch(count -> count > 0);
    }

    /** Until so many faults have landed, and each server has been disturbed. */
    private void disturbServers() {
        for (int turn = 0; turn < 4 || storm.landed() < FAULTS; turn++) {
            int before = storm.landed();
            OperatorProcess leader = operators.get(0);
            switch (turn % 4) {
                case 0 -> {
                    leader.pause();
                    eventually(() -> assertThat(Lane.holder(world)).isNotEqualTo(leader.name()));
                    leader.goOn();
                    paused++;
                }
                case 1 -> {
                    operators.remove(leader);
                    leader.kill();
                    killed++;
                    startOperator();
                }
                case 2 -> {
                    controlPlane.restartApiServer();
                    restarted++;
                }
                default -> {
                    controlPlane.restartEtcd();
                    restarted++;
                }
            }
            replaceDead();
            eventually(
                    PATIENCE,
                    () ->
                            assertThat(storm.landed())
                                    .isGreaterThanOrEqualTo(Math.min(before + 200, FAULTS)));
        }
    }

    /** A container that has ended is started again. */
    private void replaceDead() {
        List<OperatorProcess> dead = operators.stream().filter(it -> !it.isAlive()).toList();
        dead.forEach(
                operator -> {
                    operators.remove(operator);
                    startOperator();
                });
        // The one that leads comes first.
        operators.sort(
                (one, other) ->
                        Boolean.compare(
                                other.name().equals(Lane.holder(world)),
                                one.name().equals(Lane.holder(world))));
    }

    private void live(Actor user, Random random) {
        int changes = 0;
        try {
            while (storm.landed() < FAULTS || changes == 0) {
                changes++;
                int runs = stage.runs(user.name).size();
                switch (random.nextInt(5)) {
                    case 0, 1 -> {
                        count(asked, user.name);
                        count(done, "savepoint");
                        user.say("savepoint");
                        user.awaitEndOfWord();
                    }
                    case 2 -> {
                        count(done, "update");
                        user.change("{\"job\":{\"args\":[\"%d\"]}}".formatted(changes));
                        user.awaitRunning(runs + 1);
                    }
                    case 3 -> {
                        count(done, "failure");
                        user.flink().fail(user.job(), "java.lang.ArithmeticException: / by zero");
                        user.awaitRunning(runs + 1);
                    }
                    default -> {
                        count(done, "lost JobManager");
                        user.killJobManager();
                        user.awaitRunning(runs + 1);
                    }
                }
            }
        } catch (AssertionError | RuntimeException stuck) {
            violations.add(user.name + " is stuck: " + situation(user, stuck));
        }
    }

    private static void count(Map<String, AtomicInteger> counters, String what) {
        synchronized (counters) {
            counters.computeIfAbsent(what, key -> new AtomicInteger()).incrementAndGet();
        }
    }

    /** What there is to see of it, from the API server and from Flink. */
    private String situation(Actor user, Throwable stuck) {
        List<String> pods =
                world
                        .client
                        .pods()
                        .inNamespace(world.namespace)
                        .withLabel(Names.CLUSTER, user.name)
                        .list()
                        .getItems()
                        .stream()
                        .map(it -> it.getMetadata().getName() + " " + it.getStatus().getPhase())
                        .toList();
        return "%s\n  version seen: %s\n  FlinkCluster: %s\n  pods: %s\n  runs: %s\n  ends: %s\n  operators: %s"
                .formatted(
                        stuck.getMessage(),
                        stage.cluster(user.name)
                                .map(it -> it.getMetadata().getResourceVersion())
                                .orElse("none"),
                        Serialization.asJson(world.cluster(user.name)),
                        pods,
                        stage.runs(user.name),
                        stage.ends(user.name),
                        operators.stream().map(it -> it.name() + " " + it.isAlive()).toList());
    }

    private void check(Actor user) {
        try {
            user.awaitRunning(stage.runs(user.name).size());
        } catch (AssertionError | RuntimeException stuck) {
            violations.add(user.name + " comes to no rest: " + situation(user, stuck));
        }
        stage.faults(user.name).forEach(fault -> violations.add(user.name + ": " + fault));
        recorder.faults(user.name).forEach(fault -> violations.add(user.name + ": " + fault));
        List<String> recorded = new ArrayList<>();
        int requested = 0;
        for (JsonNode one : world.cluster(user.name).getStatus().path("savepoints")) {
            recorded.add(one.path("location").asText());
            requested += one.path("reason").asText().equals("user requested") ? 1 : 0;
        }
        List<String> stored = user.flink().savepoints();
        if (!stored.stream().allMatch(recorded::contains)) {
            violations.add(user.name + ": lost savepoints: " + stored + " but " + recorded);
        }
        int words = asked.getOrDefault(user.name, new AtomicInteger()).get();
        if (requested > words) {
            violations.add(
                    "%s: I10: %d savepoints for %d requests"
                            .formatted(user.name, requested, words));
        }
    }
}
