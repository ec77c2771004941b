package io.flinkoperator.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.RestoreStatus;
import io.flinkoperator.core.resources.DesiredResources;
import io.flinkoperator.core.resources.Jobs;
import io.flinkoperator.core.spec.Json;
import io.flinkoperator.core.spec.Parsed;
import io.flinkoperator.core.spec.Problem;
import io.flinkoperator.core.spec.Revision;
import io.flinkoperator.core.spec.SpecParser;
import io.flinkoperator.core.spec.ValidCluster;
import io.flinkoperator.kubectl.Manifests.Place;
import io.flinkoperator.kubectl.Output.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "render",
        description = "Writes the objects that the operator would make; it needs no cluster.",
        footer = {
            "",
            "Examples:",
            "  kubectl flink render -f orders.yaml",
            "  kubectl flink render -f orders.yaml -o name"
        })
final class RenderVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;
    @Mixin private Manifests manifests;
    @Mixin private Offline offline;
    @Mixin private Output output;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Namespace. Default: that of the manifest.")
    private String namespace;

    RenderVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Format format = output.among(Format.YAML, Format.JSON, Format.NAME);
        List<HasMetadata> objects =
                manifests.clusters(shell, new Place(namespace, "default")).stream()
                        .flatMap(it -> objects(it).stream())
                        .toList();
        if (format == Format.JSON) {
            output.shows(Map.of("apiVersion", "v1", "kind", "List", "items", objects), shell);
        } else {
            objects.forEach(it -> show(it, format));
        }
        return Failure.NONE;
    }

    private void show(HasMetadata object, Format format) {
        if (format == Format.NAME) {
            shell.out().println(object.getKind() + "/" + object.getMetadata().getName());
        } else {
            JsonNode tree = Json.tree(object);
            shell.out().print("---\n" + Documents.yaml(tree));
        }
    }

    private List<HasMetadata> objects(FlinkCluster asked) {
        if (SpecParser.parse(asked, offline.platform()) instanceof Parsed.Valid valid) {
            return objects(valid.cluster());
        }
        String problems =
                SpecParser.parse(asked, offline.platform()) instanceof Parsed.Invalid invalid
                        ? Problem.message(invalid.problems())
                        : "";
        throw Failure.of("'" + asked.getMetadata().getName() + "' is refused: " + problems);
    }

    /** Those of the first run of the job. */
    private static List<HasMetadata> objects(ValidCluster cluster) {
        List<HasMetadata> objects = new ArrayList<>(DesiredResources.all(cluster));
        cluster.job()
                .map(
                        job ->
                                Jobs.of(
                                        cluster,
                                        job,
                                        Revision.jobId(cluster.uid(), cluster.revision(), 0),
                                        Optional.ofNullable(job.fromSavepoint())
                                                .map(path -> new RestoreStatus(path, null, null))))
                .ifPresent(objects::add);
        return objects;
    }
}
