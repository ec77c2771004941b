package io.flinkoperator.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.FaultProxy;
import io.flinkoperator.testkit.ProxiedRequest;
import io.flinkoperator.testkit.TestNamespace;
import io.flinkoperator.testkit.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An operator in a process of its own, with proxies before all that it talks to, in a namespace of
 * its own. It can be killed at any request, and is then started again.
 */
final class Lane implements Disturbance.Victim, AutoCloseable {
    private static final Duration A_WHILE = Duration.ofMillis(1500);

    final World world;
    final Stage stage;
    final Recorder recorder;
    private final ControlPlane controlPlane;
    private final FaultProxy api;
    private final FaultProxy flink;
    private final Map<String, String> environment = new HashMap<>();
    private final AtomicInteger lives = new AtomicInteger();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private OperatorProcess operator;
    private CompletableFuture<Void> next = CompletableFuture.completedFuture(null);

    Lane(ControlPlane controlPlane, TestNamespace namespace) {
        this.controlPlane = controlPlane;
        makeNamespace(controlPlane, namespace.name());
        world = new World(controlPlane, namespace);
        stage = new Stage(world);
        recorder = new Recorder(world);
        api = FaultProxy.before(controlPlane);
        flink = FaultProxy.before(world.flink);
        Path folder = Path.of("target", "operator-process").toAbsolutePath();
        folder.toFile().mkdirs();
        Path kubeconfig = folder.resolve(world.namespace + ".kubeconfig");
        environment.put("KUBECONFIG", api.writeKubeconfig(controlPlane, kubeconfig).toString());
        environment.put("LEADER_ELECTION", "false");
        environment.put("FLINK_REST_URL", flink.uri() + "{namespace}/{name}");
        start();
    }

    static void makeNamespace(ControlPlane controlPlane, String name) {
        TestNamespace.create(controlPlane, name);
    }

    /** Who leads in a world; blank if nobody does. */
    static String holder(World world) {
        Lease lease =
                world.client.leases().inNamespace(world.namespace).withName("flink-operator").get();
        return lease == null ? "" : String.valueOf(lease.getSpec().getHolderIdentity());
    }

    /** A client of somebody who is taken for the operator. */
    KubernetesClient impostor() {
        Config config = Config.fromKubeconfig(Path.of(environment.get("KUBECONFIG")).toFile());
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** What becomes of each request from now on, be it to Kubernetes or to Flink. */
    void direct(Traffic traffic) {
        api.direct(new Conduct(traffic, faults));
        flink.direct(traffic);
    }

    /** What the operator has asked of Kubernetes, and must not, since this was asked last. */
    List<String> misconduct() {
        List<String> all = new ArrayList<>();
        for (String it = faults.poll(); it != null; it = faults.poll()) {
            all.add(it);
        }
        return all;
    }

    /** Writes that count; a lease is renewed at any time, and a dry run writes nothing. */
    static boolean isWrite(ProxiedRequest request) {
        return request.isWrite()
                && !request.uri().getPath().contains("/leases")
                && !String.valueOf(request.uri().getQuery()).contains("dryRun=");
    }

    synchronized OperatorProcess operator() {
        return operator;
    }

    private synchronized void start() {
        operator =
                OperatorProcess.start(
                        "life-" + lives.incrementAndGet(),
                        controlPlane,
                        world.namespace,
                        environment);
    }

    @Override
    public synchronized void kill(boolean showsOldLists) {
        operator.kill();
        flink.cutWatches();
        api.cutWatches();
        if (showsOldLists) {
            api.showRecordedLists();
            api.holdWatches();
        }
        next = CompletableFuture.runAsync(() -> startAgain(showsOldLists));
    }

    private void startAgain(boolean seesOldLists) {
        start();
        try {
            operator().awaitStart();
        } finally {
            if (seesOldLists) {
                after(A_WHILE, api::releaseWatches);
            }
        }
    }

    @Override
    public void holdWatches() {
        api.holdWatches();
        after(A_WHILE, api::releaseWatches);
    }

    @Override
    public void expireWatches() {
        api.expireWatches();
    }

    /** Ends all watches on Kubernetes with what is no event. */
    void garbleWatches() {
        api.garbleWatches();
    }

    @Override
    public void recordLists() {
        api.recordLists();
    }

    /** How often the operator was started. */
    int starts() {
        return lives.get();
    }

    /** How often the operator was shown what is not any more. */
    int misled() {
        return api.misled();
    }

    private static void after(Duration time, Runnable task) {
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS).execute(task);
    }

    /** Waits until the operator has started, if it was killed. */
    void awaitStart() {
        CompletableFuture<Void> start;
        synchronized (this) {
            start = next;
        }
        start.join();
        operator().awaitStart();
    }

    @Override
    public void close() {
        operator().close();
        api.close();
        flink.close();
        recorder.close();
        stage.close();
        world.close();
    }
}
