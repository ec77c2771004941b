package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.resources.DesiredResources;
import io.flinkoperator.core.resources.Jobs;
import io.flinkoperator.core.spec.Parsed;
import io.flinkoperator.core.spec.SpecParser;
import io.flinkoperator.core.spec.ValidCluster;
import io.flinkoperator.operator.act.Executor;
import io.flinkoperator.testkit.ControlPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/** What a real API server makes of specs that somebody might write, and of what they become. */
class GeneratedSpecsIT {
    /** Kinds of other projects, which are not installed here. */
    private static final Set<String> OTHERS = Set.of("PodGroup", "HTTPRoute");

    /** A path into an object, as Kubernetes names it in a refusal. */
    private static final String PATH = "(?s).*\\b(spec|metadata|data)\\b.*";

    private static ControlPlane controlPlane;

    @BeforeContainer
    static void start() {
        controlPlane = ControlPlane.startWithoutControllerManager();
        World.installCrd(controlPlane.client());
    }

    @AfterContainer
    static void stop() {
        controlPlane.close();
    }

    @Provide
    Arbitrary<Draft> specs() {
        return GeneratedSpecs.mostlyValid();
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE, seed = "1")
    void whatIsTakenIsRenderedIntoWhatIsTakenOrRefusedWithWhere(@ForAll("specs") Draft draft) {
        Optional<FlinkCluster> taken = taken(draft);
        Optional<ValidCluster> valid = taken.flatMap(GeneratedSpecsIT::valid);
        valid.ifPresent(cluster -> objects(cluster).forEach(GeneratedSpecsIT::isTakenOrRefused));

        Statistics.label("taken by the API server")
                .collect(taken.isPresent())
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 30));
        Statistics.label("valid for the operator")
                .collect(valid.isPresent())
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
    }

    private static Optional<FlinkCluster> taken(Draft draft) {
        KubernetesClient client = controlPlane.client();
        try {
            GenericKubernetesResource taken =
                    client.resource(draft.written("default")).dryRun().create();
            return Optional.of(
                    Serialization.unmarshal(Serialization.asJson(taken), FlinkCluster.class));
        } catch (KubernetesClientException refusal) {
            isRefusal(refusal);
            return Optional.empty();
        }
    }

    private static Optional<ValidCluster> valid(FlinkCluster taken) {
        Parsed parsed = SpecParser.parse(taken, GeneratedSpecsTest.PLATFORM);
        if (parsed instanceof Parsed.Valid valid) {
            return Optional.of(valid.cluster());
        }
        ((Parsed.Invalid) parsed).problems().forEach(GeneratedSpecsTest::isSentence);
        return Optional.empty();
    }

    private static List<HasMetadata> objects(ValidCluster cluster) {
        List<HasMetadata> objects = new ArrayList<>(DesiredResources.all(cluster));
        cluster.job()
                .ifPresent(
                        job ->
                                objects.add(
                                        Jobs.of(cluster, job, "0".repeat(32), Optional.empty())));
        objects.removeIf(object -> OTHERS.contains(object.getKind()));
        return objects;
    }

    private static void isTakenOrRefused(HasMetadata object) {
        boolean isTaken = true;
        try {
            controlPlane
                    .client()
                    .resource(object)
                    .dryRun()
                    .fieldManager(Executor.FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply();
        } catch (KubernetesClientException refusal) {
            isRefusal(refusal);
            isTaken = false;
        }
        Statistics.label("objects taken by the API server")
                .collect(isTaken)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 50));
    }

    private static void isRefusal(KubernetesClientException refusal) {
        assertThat(refusal.getCode()).as(refusal.getMessage()).isIn(400, 422, 500);
        assertThat(refusal.getMessage()).matches(PATH).doesNotContain(GeneratedSpecs.CANARY);
    }
}
