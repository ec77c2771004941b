package io.flinkoperator.testkit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * A real etcd, kube-apiserver and kube-controller-manager on loopback ports, from the programs in
 * the folder {@code KUBEBUILDER_ASSETS}. It has no node: pods run only if a {@link NodeStandIn}
 * plays one. Nothing of it is left after {@code close}.
 */
public final class ControlPlane implements AutoCloseable {
    /** Name of a user who has no rights until a test gives it some: an operator's. */
    public static final String OPERATOR = "flink-operator";

    private final ControlPlaneServers servers;
    private final Path kubeconfig;
    private final KubernetesClient client;
    private final boolean controllerManager;

    private ControlPlane(ControlPlaneServers servers, boolean controllerManager)
            throws IOException {
        this.servers = servers;
        this.controllerManager = controllerManager;
        kubeconfig = servers.startApiServer(controllerManager);
        client = new KubernetesClientBuilder().withConfig(config()).build();
        awaitReady();
    }

    /** Starts etcd, the API server and the controller manager, and waits until they are ready. */
    public static ControlPlane start() {
        return start(true);
    }

    /**
     * Starts etcd and the API server alone: no Deployment, StatefulSet or Job gets pods, nothing is
     * garbage-collected, and a namespace stays for ever in deletion.
     */
    public static ControlPlane startWithoutControllerManager() {
        return start(false);
    }

    private static ControlPlane start(boolean controllerManager) {
        try {
            var servers = ControlPlaneServers.prepare();
            try {
                return new ControlPlane(servers, controllerManager);
            } catch (IOException | RuntimeException e) {
                servers.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to start the control plane", e);
        }
    }

    /** A client with all rights, shared by all who ask, closed with the control plane. */
    public KubernetesClient client() {
        return client;
    }

    /** A new configuration with all rights, for clients of one's own. */
    public Config config() {
        return Config.fromKubeconfig(kubeconfig.toFile());
    }

    /** A kubeconfig file with all rights, for {@code kubectl} and other processes. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** A kubeconfig file of user {@link #OPERATOR}. */
    public Path operatorKubeconfig() {
        return kubeconfig.resolveSibling("operator.kubeconfig");
    }

    /** Whether Deployments, Jobs and the garbage collector work here. */
    public boolean hasControllerManager() {
        return controllerManager;
    }

    /** Kills the API server; returns when the next one with the same data is ready. */
    public void restartApiServer() {
        restart("kube-apiserver");
    }

    /** Kills etcd; returns when the API server works with the next one. */
    public void restartEtcd() {
        restart("etcd");
    }

    private void restart(String server) {
        servers.restart(server);
        try (var probe = impatientClient()) {
            servers.await(
                    "ready API server after a restart of " + server,
                    () -> answers(probe, ControlPlane::isReady));
        }
    }

    private KubernetesClient impatientClient() {
        var impatient = new ConfigBuilder(config()).withRequestRetryBackoffLimit(0).build();
        return new KubernetesClientBuilder().withConfig(impatient).build();
    }

    @Override
    public void close() {
        client.close();
        servers.close();
    }

    private void awaitReady() {
        try (var probe = impatientClient()) {
            servers.await("ready API server", () -> answers(probe, ControlPlane::isReady));
            if (controllerManager) {
                servers.startControllerManager();
                servers.await(
                        "working controller manager",
                        () -> answers(probe, ControlPlane::hasDefaultServiceAccount));
            }
        }
    }

    private static boolean isReady(KubernetesClient probe) {
        return "ok".equals(probe.raw("/readyz"));
    }

    private static boolean hasDefaultServiceAccount(KubernetesClient probe) {
        return probe.serviceAccounts().inNamespace("default").withName("default").get() != null;
    }

    private static boolean answers(KubernetesClient probe, Predicate<KubernetesClient> question) {
        try {
            return question.test(probe);
        } catch (KubernetesClientException e) {
            return false;
        }
    }
}
