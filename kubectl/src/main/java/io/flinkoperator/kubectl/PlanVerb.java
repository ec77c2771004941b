package io.flinkoperator.kubectl;

import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.decide.Preview;
import io.flinkoperator.core.decide.Preview.Outcome;
import io.flinkoperator.core.decide.SpecWarnings;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.spec.Parsed;
import io.flinkoperator.core.spec.SpecParser;
import io.flinkoperator.core.spec.UnknownFields;
import io.flinkoperator.kubectl.Manifests.Place;
import io.flinkoperator.kubectl.text.PlanText;
import io.flinkoperator.kubectl.text.Portrait;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "plan",
        description = {
            "Tells what applying a manifest would do, and changes nothing.",
            "That may be nothing, a change in place, or a new start, and from which state; by the"
                    + " operator's own rules. Its exit code is 1 if the change would be refused or held"
                    + " back."
        },
        footer = {
            "",
            "Examples:",
            "  kubectl flink plan -f orders.yaml",
            "  kustomize build overlays/live | kubectl flink plan -f -"
        })
final class PlanVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Manifests manifests;
    @Mixin private Offline offline;

    PlanVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        boolean isPossible = true;
        for (FlinkCluster cluster : manifests.clusters(shell, place())) {
            isPossible &= isPossible(cluster);
        }
        return isPossible ? Failure.NONE : Failure.UNHEALTHY;
    }

    private Place place() {
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            return new Place(connection.namespace, kubernetes.namespace());
        }
    }

    private boolean isPossible(FlinkCluster asked) {
        connection.namespace = asked.getMetadata().getNamespace();
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            Optional<FlinkCluster> live = kubernetes.find(asked.getMetadata().getName());
            live.ifPresent(it -> asked.setMetadata(it.getMetadata()));
            live.ifPresent(it -> asked.setStatus(it.getStatus()));
            Preview preview =
                    live.map(it -> Preview.of(observation(kubernetes, it), asked))
                            .orElseGet(() -> Preview.ofNew(asked, offline.platform()));
            Portrait portrait = Portrait.of(asked);
            PlanText text = new PlanText(portrait.fullName(), portrait.isJobCluster(), preview);
            shell.print(text.lines(shell.ink()));
            if (SpecParser.parse(asked, offline.platform()) instanceof Parsed.Valid valid) {
                SpecWarnings.of(valid.cluster()).forEach(it -> shell.say("warning: " + it));
            } else {
                UnknownFields.of(asked.getSpec()).forEach(it -> shell.say("warning: " + it));
            }
            return preview.outcome() != Outcome.REFUSED && preview.outcome() != Outcome.HELD_BACK;
        }
    }

    /** What the operator would see. */
    private Observation observation(Kubernetes kubernetes, FlinkCluster live) {
        FlinkView flink = FlinkAnswers.view(kubernetes, Portrait.of(live), shell.now());
        if (flink instanceof FlinkView.Unreachable) {
            shell.say("note: Flink could not be asked, which may make a difference.");
        }
        return new Observation(
                live,
                kubernetes.owned(live),
                kubernetes.pods(live.getMetadata().getName()),
                List.of(),
                flink,
                Optional.empty(),
                offline.platform(),
                shell.now());
    }
}
