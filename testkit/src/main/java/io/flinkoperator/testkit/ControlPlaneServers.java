package io.flinkoperator.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The processes of one control plane and their folder; stops them when closed or, at the latest,
 * when the JVM exits.
 */
final class ControlPlaneServers implements AutoCloseable {

    private final TemporaryFolder folder;
    private final FreePorts ports = FreePorts.take(ControlPlaneCommands.PORTS);
    private final Credentials credentials;
    private final ControlPlaneCommands commands;
    private final Deque<ServerProcess> running = new ArrayDeque<>();
    private final Thread closeAtExit = new Thread(this::stop, "control-plane-close");
    private boolean stopped;

    private ControlPlaneServers(TemporaryFolder folder, Binaries binaries) throws IOException {
        this.folder = folder;
        credentials = Credentials.create(folder.path());
        commands = new ControlPlaneCommands(binaries, folder.path(), credentials, ports.ports());
        Runtime.getRuntime().addShutdownHook(closeAtExit);
    }

    static ControlPlaneServers prepare() throws IOException {
        var binaries = Binaries.find();
        return new ControlPlaneServers(TemporaryFolder.create(), binaries);
    }

    /** Starts etcd and the API server; the result is a kubeconfig, the server may not be ready. */
    Path startApiServer(boolean controllerManager) throws IOException {
        run("etcd", commands.etcd());
        run("kube-apiserver", commands.apiServer(controllerManager));
        var certificate = commands.certificate();
        await("certificate", () -> Files.exists(certificate) && Files.size(certificate) > 0);
        Kubeconfig.write(
                commands.operatorKubeconfig(),
                commands.server(),
                certificate,
                credentials.operatorToken());
        return Kubeconfig.write(
                commands.kubeconfig(), commands.server(), certificate, credentials.token());
    }

    void startControllerManager() {
        run("kube-controller-manager", commands.controllerManager());
    }

    /** Kills a server, and starts it again with the data that it has. */
    synchronized void restart(String name) {
        List<ServerProcess> all = List.copyOf(running);
        running.clear();
        all.forEach(
                server ->
                        running.addLast(
                                server.name().equals(name) ? server.killedAndRestarted() : server));
    }

    /** Waits until the condition holds; fails with the logs' tails if it never does. */
    void await(String what, Callable<Boolean> condition) {
        try {
            Eventually.await(Eventually.BOUND).failFast(this::requireAlive).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(
                    "The control plane has no %s after %s\n%s"
                            .formatted(what, Eventually.BOUND, tails()),
                    e);
        }
    }

    @Override
    public void close() {
        if (stop()) {
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        }
    }

    private synchronized boolean stop() {
        if (stopped) {
            return false;
        }
        stopped = true;
        // The latest first: a server whose etcd is gone takes long to end.
        running.forEach(ServerProcess::close);
        ports.close();
        folder.close();
        return true;
    }

    private synchronized void run(String name, List<String> command) {
        running.addFirst(ServerProcess.start(name, folder.path(), command));
    }

    private synchronized void requireAlive() {
        running.forEach(ServerProcess::requireAlive);
    }

    private synchronized String tails() {
        return running.stream().map(ServerProcess::tail).collect(Collectors.joining("\n"));
    }
}
