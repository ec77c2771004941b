package io.flinkoperator.kubectl;

import io.fabric8.kubernetes.api.model.Pod;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.kubectl.Kubernetes.LogRequest;
import io.flinkoperator.kubectl.text.Ink.Tone;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "logs",
        description = "Shows the logs of a cluster's pods, by default those of the JobManager.",
        footer = {
            "",
            "Examples:",
            "  kubectl flink logs orders",
            "  kubectl flink logs orders --component taskmanager --tail 50",
            "  kubectl flink logs orders --pod orders-taskmanager-0 --follow",
            "  kubectl flink logs orders --component submitter"
        })
final class LogsVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Name name;

    @Option(
            names = "--component",
            paramLabel = "COMPONENT",
            description = "jobmanager (default), taskmanager, or submitter.")
    private Component component = Component.JOBMANAGER;

    @Option(names = "--pod", paramLabel = "POD", description = "This pod alone.")
    private String pod;

    @Option(
            names = "--tail",
            paramLabel = "LINES",
            description = "The last lines only. Default: all.")
    private Integer tail;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on until the pod ends; of one pod only.")
    private boolean follow;

    @Option(
            names = {"-p", "--previous"},
            description = "The log of the container before the present one.")
    private boolean previous;

    private enum Component {
        JOBMANAGER,
        TASKMANAGER,
        SUBMITTER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean has(Pod pod) {
            String label = label(pod);
            return this == SUBMITTER ? label == null : toString().equals(label);
        }
    }

    LogsVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            List<Pod> pods = chosen(kubernetes);
            if (follow && pods.size() > 1) {
                String names =
                        pods.stream()
                                .map(it -> it.getMetadata().getName())
                                .collect(Collectors.joining(", "));
                throw Failure.usage("Only one pod can be followed; choose with --pod: " + names);
            }
            for (Pod it : pods) {
                show(kubernetes, it, pods.size() > 1);
            }
            return Failure.NONE;
        }
    }

    private List<Pod> chosen(Kubernetes kubernetes) {
        kubernetes.cluster(name.name);
        List<Pod> pods =
                kubernetes.pods(name.name).stream()
                        .filter(
                                it ->
                                        pod == null
                                                ? component.has(it)
                                                : it.getMetadata().getName().equals(pod))
                        .toList();
        if (pods.isEmpty()) {
            String what = pod == null ? "pod of component " + component : "pod '" + pod + "'";
            throw Failure.of("'" + name.name + "' has no " + what + " now.");
        }
        return pods;
    }

    private static String label(Pod pod) {
        var labels = pod.getMetadata().getLabels();
        return labels == null ? null : labels.get(Names.COMPONENT);
    }

    private void show(Kubernetes kubernetes, Pod it, boolean withName) {
        if (withName) {
            String title = "==> " + it.getMetadata().getName() + " <==";
            shell.out().println(shell.ink().paint(Tone.TITLE, title));
        }
        String container = Optional.ofNullable(label(it)).orElse("main");
        kubernetes.log(
                it.getMetadata().getName(),
                new LogRequest(container, Optional.ofNullable(tail), previous, follow),
                shell.out());
    }
}
