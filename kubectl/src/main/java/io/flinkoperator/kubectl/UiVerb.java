package io.flinkoperator.kubectl;

import io.flinkoperator.kubectl.Kubernetes.Forward;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "ui",
        description = {
            "Makes the JobManager's web UI and REST API reachable on this machine.",
            "It prints the address, and ends with ctrl-c."
        },
        footer = {
            "",
            "Examples:",
            "  kubectl flink ui orders",
            "  kubectl flink ui orders --port 8081"
        })
final class UiVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Name name;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port on this machine. Default: one that is free.")
    private int port;

    UiVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            Forward forward = kubernetes.forward(kubernetes.cluster(name.name), port);
            shell.out().println("http://127.0.0.1:" + forward.port());
            shell.say("It ends with ctrl-c.");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException isEnough) {
                forward.end().close();
                Thread.currentThread().interrupt();
            }
            return Failure.NONE;
        }
    }
}
