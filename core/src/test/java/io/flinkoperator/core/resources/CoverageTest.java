package io.flinkoperator.core.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.RestoreStatus;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.spec.Parsed;
import io.flinkoperator.core.spec.Problem;
import io.flinkoperator.core.spec.SpecParser;
import io.flinkoperator.core.spec.ValidCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whether the scenarios of {@link DesiredResourcesTest} use all of spec, and whether every field
 * does something. A field counts as used by its effect: without it, or with another value, a
 * scenario's objects differ.
 */
class CoverageTest {
    private static final Path CRD = Path.of("../helm/flink-operator/crds/flinkclusters.yaml");
    private static final Path SCENARIOS = Path.of("src/test/resources/DesiredResourcesTest");
    private static final String NOTHING = "has no effect, which a warning says";
    private static final String LIFE = "decides when the job is saved, stopped or started";

    /** Fields that no object shows, and why. */
    private static final Map<String, String> WITHOUT_EFFECT =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("batchScheduler.name", "only volcano is possible"),
                            Map.entry("job.autoSavepointSeconds", LIFE),
                            Map.entry("job.autoSavePointSeconds", LIFE),
                            Map.entry("job.cancelRequested", LIFE),
                            Map.entry("job.cleanupPolicy.afterJobCancelled", LIFE),
                            Map.entry("job.cleanupPolicy.afterJobFails", LIFE),
                            Map.entry("job.cleanupPolicy.afterJobSucceeds", LIFE),
                            Map.entry("job.maxStateAgeToRestoreSeconds", LIFE),
                            Map.entry("job.noLoggingToStdout", NOTHING),
                            Map.entry("job.restartPolicy", LIFE),
                            Map.entry("job.savepointFormatType", LIFE),
                            Map.entry("job.savepointGeneration", LIFE),
                            Map.entry("job.savepointsDir", LIFE),
                            Map.entry("job.takeSavepointOnUpdate", LIFE),
                            Map.entry("job.takeSavepointOnUpgrade", LIFE),
                            Map.entry("jobManager.replicas", "only 1 is possible"),
                            Map.entry("interruptRunningJobs", LIFE),
                            Map.entry("job.deletionTimeoutSeconds", LIFE),
                            Map.entry("job.restartBackoff.initialSeconds", LIFE),
                            Map.entry("job.restartBackoff.maxRestarts", LIFE),
                            Map.entry("job.restartBackoff.maxSeconds", LIFE),
                            Map.entry("job.restartBackoff.resetAfterSeconds", LIFE),
                            Map.entry("job.savepointOnDeletion", LIFE),
                            Map.entry("job.savepointRetention.count", LIFE),
                            Map.entry("job.savepointRetention.maxAgeSeconds", LIFE),
                            Map.entry("job.savepointSchedule.cron", LIFE),
                            Map.entry("job.savepointSchedule.jitterSeconds", LIFE),
                            Map.entry("job.savepointSchedule.timeZone", LIFE),
                            Map.entry("job.ttlSecondsAfterFinished", LIFE),
                            Map.entry("job.updateTimeoutSeconds", LIFE),
                            Map.entry("suspend", LIFE),
                            Map.entry("recreateOnUpdate", LIFE),
                            Map.entry("revisionHistoryLimit", LIFE)));

    private final Set<SpecLeaf> leaves = leaves();
    private final List<FlinkCluster> scenarios = scenarios();

    @Test
    void scenariosUseEveryFieldOfSpecAndEveryFieldHasAnEffect() {
        // When
        Set<String> exercised = those(leaf -> scenarios.stream().anyMatch(in -> isSet(leaf, in)));
        Set<String> effective = those(leaf -> changes(leaf, CoverageTest::objects));

        // Then
        System.out.printf(
                "%d leaves of spec, %d exercised, %d with an effect on objects, %d documented"
                        + " otherwise%n",
                leaves.size(), exercised.size(), effective.size(), WITHOUT_EFFECT.size());
        Set<String> all = those(leaf -> true);
        assertThat(exercised).as("fields that scenarios use").isEqualTo(all);
        Set<String> documented = new TreeSet<>(all);
        documented.removeAll(effective);
        assertThat(WITHOUT_EFFECT.keySet())
                .as("fields that no object shows")
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void whatHasNoEffectIsSaidInAWarning() {
        // When
        Set<String> warned =
                those(
                        leaf ->
                                NOTHING.equals(WITHOUT_EFFECT.get(leaf.path()))
                                        && changes(leaf, CoverageTest::warnings));

        // Then
        assertThat(warned)
                .containsExactlyElementsOf(
                        WITHOUT_EFFECT.keySet().stream()
                                .filter(path -> NOTHING.equals(WITHOUT_EFFECT.get(path)))
                                .toList());
    }

    @Test
    void scenariosAreOfBothApiVersions() {
        assertThat(texts())
                .anyMatch(in -> in.contains("apiVersion: flinkoperator.k8s.io/v1alpha1\n"))
                .anyMatch(in -> in.contains("apiVersion: flinkoperator.k8s.io/v1beta1\n"));
    }

    private Set<String> those(Function<SpecLeaf, Boolean> condition) {
        return leaves.stream()
                .filter(condition::apply)
                .map(SpecLeaf::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isSet(SpecLeaf leaf, FlinkCluster scenario) {
        return leaf.isSetIn(scenario.getSpec());
    }

    /** Whether some scenario looks different without the field, or with another value of it. */
    private <T> boolean changes(SpecLeaf leaf, Function<ValidCluster, T> look) {
        return scenarios.stream()
                .filter(scenario -> isSet(leaf, scenario))
                .anyMatch(
                        scenario -> {
                            JsonNode spec = scenario.getSpec();
                            Optional<T> before = look(scenario, spec, look);
                            return Stream.of(leaf.removedFrom(spec), leaf.changedIn(spec))
                                    .map(other -> look(scenario, other, look))
                                    .flatMap(Optional::stream)
                                    .anyMatch(after -> !after.equals(before.orElseThrow()));
                        });
    }

    /** What there is to see of a scenario with another spec; empty if that is not valid. */
    private static <T> Optional<T> look(
            FlinkCluster scenario, JsonNode spec, Function<ValidCluster, T> look) {
        FlinkCluster cluster = Serialization.clone(scenario);
        cluster.setSpec(spec);
        return SpecParser.parse(cluster, Clusters.PLATFORM) instanceof Parsed.Valid valid
                ? Optional.of(look.apply(valid.cluster()))
                : Optional.empty();
    }

    /** All objects, made as if the revision were the same: nearly every field changes that. */
    private static List<String> objects(ValidCluster cluster) {
        ValidCluster same =
                new ValidCluster(
                        cluster.namespace(),
                        cluster.name(),
                        cluster.uid(),
                        cluster.spec(),
                        cluster.flinkVersion(),
                        cluster.name() + "-0",
                        cluster.content(),
                        cluster.warnings(),
                        cluster.platform());
        List<HasMetadata> objects = new ArrayList<>(DesiredResources.all(same));
        same.job()
                .map(
                        job ->
                                Jobs.of(
                                        same,
                                        job,
                                        "0".repeat(32),
                                        Optional.ofNullable(job.fromSavepoint())
                                                .map(path -> new RestoreStatus(path, null, null))))
                .ifPresent(objects::add);
        return objects.stream().map(Serialization::asJson).toList();
    }

    private static List<Problem> warnings(ValidCluster cluster) {
        return cluster.warnings();
    }

    private static Set<SpecLeaf> leaves() {
        JsonNode crd = Serialization.unmarshal(read(CRD), JsonNode.class);
        for (JsonNode version : crd.at("/spec/versions")) {
            if (version.path("name").asText().equals(FlinkCluster.VERSION)) {
                JsonNode spec = version.at("/schema/openAPIV3Schema/properties/spec");
                return SpecLeaf.of(spec, "").collect(Collectors.toCollection(TreeSet::new));
            }
        }
        throw new AssertionError("The CRD has no version " + FlinkCluster.VERSION);
    }

    private static List<FlinkCluster> scenarios() {
        return texts().stream().map(in -> Serialization.unmarshal(in, FlinkCluster.class)).toList();
    }

    private static List<String> texts() {
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            return folders.sorted().map(folder -> read(folder.resolve("in.yaml"))).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
