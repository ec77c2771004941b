package io.flinkoperator.kubectl;

import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.decide.SpecWarnings;
import io.flinkoperator.core.model.Platform;
import io.flinkoperator.core.spec.Parsed;
import io.flinkoperator.core.spec.Problem;
import io.flinkoperator.core.spec.SpecParser;
import io.flinkoperator.core.spec.UnknownFields;
import io.flinkoperator.kubectl.Manifests.Place;
import io.flinkoperator.kubectl.text.Ink.Tone;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "validate",
        description = {
            "Checks manifests of FlinkClusters by the operator's own rules; it needs no cluster.",
            "Its exit code is 1 if one would be refused."
        },
        footer = {
            "",
            "Examples:",
            "  kubectl flink validate -f orders.yaml",
            "  helm template shop ./chart | kubectl flink validate --strict -f -"
        })
final class ValidateVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Manifests manifests;

    @Option(names = "--strict", description = "Warnings count as errors.")
    private boolean strict;

    ValidateVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        List<FlinkCluster> clusters = manifests.clusters(shell, new Place(null, "default"));
        long bad = clusters.stream().filter(it -> !isValid(it)).count();
        return bad == 0 ? Failure.NONE : Failure.UNHEALTHY;
    }

    private boolean isValid(FlinkCluster cluster) {
        String name = cluster.getMetadata().getName();
        Parsed parsed = SpecParser.parse(cluster, new Platform("", "", ""));
        if (parsed instanceof Parsed.Invalid invalid) {
            tell(Tone.BAD, name, "refused");
            invalid.problems().forEach(it -> tell("error", it.toString()));
            UnknownFields.of(cluster.getSpec()).forEach(it -> tell("warning", it.toString()));
            return false;
        }
        List<Problem> warnings = SpecWarnings.of(((Parsed.Valid) parsed).cluster());
        boolean isClean = warnings.isEmpty();
        tell(isClean ? Tone.GOOD : Tone.MIND, name, isClean ? "valid" : "valid, with warnings");
        warnings.forEach(it -> tell("warning", it.toString()));
        return isClean || !strict;
    }

    private void tell(Tone tone, String name, String verdict) {
        shell.out().println(name + ": " + shell.ink().paint(tone, verdict));
    }

    private void tell(String word, String sentence) {
        shell.out().println("  " + word + ": " + sentence);
    }
}
