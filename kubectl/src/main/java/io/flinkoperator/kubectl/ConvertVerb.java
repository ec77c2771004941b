package io.flinkoperator.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.model.Platform;
import io.flinkoperator.core.spec.Parsed;
import io.flinkoperator.core.spec.Problem;
import io.flinkoperator.core.spec.SpecParser;
import io.flinkoperator.core.spec.UnknownFields;
import io.flinkoperator.kubectl.Manifests.Place;
import io.flinkoperator.kubectl.convert.Conversion;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "convert",
        description = {
            "Writes manifests of other operators as FlinkClusters.",
            "These are those of the reference operator, its fork, and Apache's FlinkDeployment. Standard"
                    + " error has a line for each field without a counterpart, and for each default that"
                    + " was written down. Its exit code is 1 if an object cannot be converted, or what"
                    + " comes of it would be refused."
        },
        footer = {
            "",
            "Examples:",
            "  kubectl flink convert -f old.yaml > orders.yaml",
            "  kubectl get flinkdeployments -o yaml | kubectl flink convert -f -"
        })
final class ConvertVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Manifests manifests;

    ConvertVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        List<JsonNode> objects = manifests.objects(shell);
        long bad = objects.stream().filter(it -> !isConverted(it)).count();
        return bad == 0 ? Failure.NONE : Failure.UNHEALTHY;
    }

    private boolean isConverted(JsonNode object) {
        Optional<Conversion> conversion = Conversion.of(object);
        if (conversion.isEmpty()) {
            shell.say(
                    "warning: " + Manifests.named(object) + " has no counterpart; it is left out");
            return false;
        }
        JsonNode manifest = conversion.get().manifest();
        String name = manifest.at("/metadata/name").asText();
        conversion.get().remarks().forEach(it -> shell.say(name + ": " + it));
        UnknownFields.cut(manifest.path("spec"))
                .forEach(
                        it ->
                                shell.say(
                                        name
                                                + ": warning: "
                                                + it
                                                + " has no counterpart; it is left out"));
        shell.out().print("---\n" + Documents.yaml(manifest));
        return isValid(name, Manifests.cluster(manifest, new Place(null, "default")));
    }

    private boolean isValid(String name, FlinkCluster cluster) {
        Parsed parsed = SpecParser.parse(cluster, new Platform("", "", ""));
        List<Problem> problems =
                parsed instanceof Parsed.Invalid invalid
                        ? invalid.problems()
                        : ((Parsed.Valid) parsed).cluster().warnings();
        boolean isValid = parsed instanceof Parsed.Valid;
        String word = isValid ? ": warning: " : ": error: ";
        problems.forEach(it -> shell.say(name + word + it));
        return isValid;
    }
}
