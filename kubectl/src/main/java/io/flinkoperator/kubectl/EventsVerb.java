package io.flinkoperator.kubectl;

import io.fabric8.kubernetes.api.model.Event;
import io.flinkoperator.kubectl.Output.Format;
import io.flinkoperator.kubectl.text.EventList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        description = "Lists the events about a cluster and what it consists of, the oldest first.",
        footer = {
            "",
            "Examples:",
            "  kubectl flink events orders",
            "  kubectl flink events orders --warnings"
        })
final class EventsVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Output output;
    @Mixin private Name name;

    @Option(names = "--warnings", description = "Warnings only.")
    private boolean warnings;

    EventsVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        output.among(Format.JSON, Format.YAML);
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            List<Event> events =
                    kubernetes
                            .events(kubernetes.cluster(name.name).getMetadata().getName())
                            .stream()
                            .filter(it -> !warnings || "Warning".equals(it.getType()))
                            .toList();
            if (!output.shows(Map.of("apiVersion", "v1", "kind", "List", "items", events), shell)) {
                shell.print(EventList.lines(events, shell.now(), shell.ink()));
            }
            return Failure.NONE;
        }
    }
}
