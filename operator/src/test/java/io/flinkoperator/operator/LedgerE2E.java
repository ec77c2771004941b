package io.flinkoperator.operator;

import static io.flinkoperator.operator.LedgerCluster.arguments;
import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinkoperator.testkit.Eventually;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No record is lost or doubled, whatever happens to a job and its pods: on a real node with real
 * Flink. Each test ends with the verdict of {@code LedgerCheck}.
 *
 * <p>{@code make test} runs some, and the others {@link InTurn}; {@code make test-ledger} runs all.
 */
class LedgerE2E {
    private LedgerCluster ledger;

    @AfterEach
    void removeNamespace() {
        if (ledger != null) {
            ledger.close();
        }
    }

    @InTurn
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "2.3.0, Detached, S3_NATIVE",
        "1.20.5, Application, S3_HADOOP",
        "2.3.0, Application, DISK"
    })
    void afterASavepointAndCancelAndResume(String version, String mode, StateStore store) {
        // Given
        ledger = new LedgerCluster("cancel", version, mode, store);
        if (store.name().startsWith("S3")) {
            ledger.withJarFromStore();
        }
        ledger.started();

        // When
        ledger.order("savepoint");

        // Then
        eventually(() -> assertThat(ledger.status("/savepoint/state")).isEqualTo("Succeeded"));
        assertThat(ledger.status("/savepoint/triggerReason")).isEqualTo("user requested");
        String savepoint = ledger.status("/components/job/savepointLocation");
        assertThat(savepoint).contains("/savepoints/savepoint-");
        ledger.goesOnExactly();

        // When
        Instant cancelled = Instant.now();
        ledger.order("job-cancel");

        // Then
        ledger.reaches("Cancelled");
        assertThat(ledger.status("/components/job/finalSavepoint")).isEqualTo("true");
        String last = ledger.status("/components/job/savepointLocation");
        assertThat(last).isNotEqualTo(savepoint);
        ledger.isExact();

        // When
        ledger.change(
                spec ->
                        ((ObjectNode) spec.path("job"))
                                .putObject("savepointRetention")
                                .put("count", 1));

        // Then: there is no JobManager that could delete the older one.
        eventually(
                () ->
                        assertThat(ledger.storedSavepoints())
                                .singleElement()
                                .satisfies(name -> assertThat(last).endsWith(name)));
        assertThat(ledger.status("/savepoints/0/location")).isEqualTo(last);

        // When
        ledger.order("job-resume");

        // Then
        ledger.reaches("Running");
        assertThat(ledger.status("/components/job/fromSavepoint")).isEqualTo(last);
        ledger.goesOnExactly();
        ledger.printDowntime("cancel and resume", cancelled);

        // When
        ledger.order("savepoint");
        eventually(() -> assertThat(ledger.newestSavepoint()).isNotEqualTo(last));
        String first = ledger.newestSavepoint();
        ledger.order("savepoint");

        // Then: a JobManager deletes the first one; the one that the job began with stays.
        eventually(() -> assertThat(ledger.newestSavepoint()).isNotEqualTo(first));
        eventually(
                () ->
                        assertThat(ledger.storedSavepoints())
                                .hasSize(2)
                                .anyMatch(last::endsWith)
                                .noneMatch(first::endsWith));
    }

    @InTurn
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"2.3.0, Application", "2.3.0, Detached", "1.20.5, Detached"})
    void withHighAvailabilityOfZooKeeper(String version, String mode) {
        // Given
        ledger = new LedgerCluster("zookeeper", version, mode).startedWithZooKeeper();
        String job = ledger.status("/components/job/id");

        // When
        ledger.killPods("jobmanager");

        // Then: Flink itself goes on with the job.
        ledger.goesOnExactly();
        assertThat(ledger.status("/components/job/id")).isEqualTo(job);

        // When
        String revision = ledger.status("/revision/currentRevision");
        ledger.change(spec -> arguments(spec, "--tag", "updated"));

        // Then
        ledger.isUpdatedFrom(revision);
        ledger.goesOnExactly();
    }

    @InTurn
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({"2.3.0, Application, DISK", "1.20.5, Detached, S3_HADOOP"})
    void afterFiveUpdatesInARow(String version, String mode, StateStore store) {
        ledger = new LedgerCluster("updates", version, mode, store).started();

        updates(version).forEach(this::update);
    }

    @InTurn
    @Tag("alone")
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({"2.3.0, Detached, S3_PRESTO", "1.20.5, Application, DISK"})
    void whileTheOperatorIsKilledAtRandom(String version, String mode, StateStore store) {
        // Given
        ledger = new LedgerCluster("operator", version, mode, store).started();

        try (OperatorKills kills = new OperatorKills(ledger::killOperator)) {
            // When, then
            updates(version).forEach(this::update);
            ledger.killPods("taskmanager");
            ledger.goesOnExactly();
            ledger.killPods("jobmanager");
            ledger.goesOnExactly();
            ledger.change(spec -> spec.put("suspend", true));
            ledger.reaches("Suspended");
            ledger.change(spec -> spec.put("suspend", false));
            ledger.goesOnExactly();
            ledger.delete();
            ledger.isExact();
            String savepoint = ledger.newestSavepoint();
            ledger.create(spec -> ((ObjectNode) spec.path("job")).put("fromSavepoint", savepoint));
            ledger.goesOnExactly();
            assertThat(kills.count()).isPositive();
        }
        ledger.goesOnExactly();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({"2.3.0, Application, S3_PRESTO"})
    void afterPodsAreKilled(String version, String mode, StateStore store) {
        ledger = new LedgerCluster("pods", version, mode, store).started();

        for (String component : new String[] {"taskmanager", "jobmanager", "jobmanager"}) {
            // When
            Instant killed = Instant.now();
            ledger.killPods(component);

            // Then
            ledger.goesOnExactly();
            ledger.printDowntime(component + " killed", killed);
        }

        // When
        String id = ledger.status("/components/job/id");
        ledger.emptyStatus();

        // Then
        ledger.reaches("Running");
        ledger.goesOnExactly();
        assertThat(ledger.status("/components/job/id")).isEqualTo(id);

        // When: what was forgotten is known again.
        ledger.killPods("jobmanager");

        // Then
        ledger.goesOnExactly();
        assertThat(ledger.status("/components/job/id")).isNotEqualTo(id);
    }

    @InTurn
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({"2.3.0, Detached, S3_HADOOP", "1.20.5, Detached, DISK"})
    void afterPodsAreKilledInOtherWays(String version, String mode, StateStore store) {
        afterPodsAreKilled(version, mode, store);
    }

    @InTurn
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "2.3.0, Detached, S3_NATIVE",
        "2.3.0, Detached, S3_PRESTO",
        "1.20.5, Detached, DISK"
    })
    void afterTheJobManagerIsKilledWithHighAvailability(
            String version, String mode, StateStore store) {
        // Given
        ledger =
                new LedgerCluster("ha", version, mode, store)
                        .started(
                                spec ->
                                        spec.putObject("highAvailability")
                                                .put("storageDir", store.uri("ha")));
        String id = ledger.status("/components/job/id");

        // When
        Instant killed = Instant.now();
        ledger.killPods("jobmanager");

        // Then
        ledger.goesOnExactly();
        assertThat(ledger.status("/components/job/id")).isEqualTo(id);
        ledger.printDowntime("jobmanager killed", killed);
    }

    @InTurn
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"2.3.0, Detached", "1.20.5, Detached"})
    void afterTheJobHasFailedTenTimes(String version, String mode) {
        // Given
        ledger = new LedgerCluster("failing", version, mode);
        ledger.create(
                spec -> {
                    ((ObjectNode) spec.path("flinkProperties"))
                            .put("restart-strategy.type", "none");
                    arguments(spec, "--fail-every", "300");
                });

        // When
        Eventually.eventually(
                RealCluster.BOUND.multipliedBy(2),
                () -> assertThat(ledger.status("/components/job/attempt")).matches("\\d{2,}"));
        ledger.isExact();
        Instant mended = Instant.now();
        ledger.change(LedgerCluster::arguments);

        // Then
        ledger.goesOnExactly();
        ledger.printDowntime("update of a failing job", mended);
    }

    @InTurn
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({"2.3.0, Application, S3_PRESTO", "1.20.5, Detached, DISK"})
    void afterANightSuspended(String version, String mode, StateStore store) {
        // Given
        ledger = new LedgerCluster("suspended", version, mode, store).started();

        // When
        Instant evening = Instant.now();
        ledger.change(spec -> spec.put("suspend", true));

        // Then
        ledger.reaches("Suspended");
        eventually(() -> assertThat(ledger.objects()).noneMatch(it -> it.startsWith("Pod/")));
        ledger.isExact();

        // When
        ledger.change(spec -> spec.put("suspend", false));

        // Then
        ledger.goesOnExactly();
        ledger.printDowntime("suspended and resumed", evening);
    }

    @InTurn
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({"2.3.0, Detached, S3_PRESTO", "1.20.5, Application, DISK"})
    void afterUpdatesThatCannotWork(String version, String mode, StateStore store) {
        // Given
        ledger =
                new LedgerCluster("rollback", version, mode, store)
                        .started(
                                spec ->
                                        ((ObjectNode) spec.path("job"))
                                                .put("updateTimeoutSeconds", 45));
        Map<String, Consumer<ObjectNode>> updates = new LinkedHashMap<>();
        updates.put("no image", spec -> image(spec, "flink-operator/ledger:missing"));
        updates.put("crashes", spec -> arguments(spec, "--crash"));
        updates.put("fails", spec -> arguments(spec, "--fail-every", "1"));
        updates.put("no checkpoint", spec -> arguments(spec, "--hang-checkpoints"));
        String good = ledger.status("/revision/currentRevision");

        updates.forEach(
                (what, update) -> {
                    // When
                    Instant begun = Instant.now();
                    String failed = ledger.status("/revision/failedRevision");
                    ledger.change(
                            spec -> {
                                image(spec, "flink-operator/ledger:" + version);
                                arguments(spec);
                                update.accept(spec);
                            });

                    // Then
                    eventually(
                            () -> {
                                assertThat(ledger.status("/revision/failedRevision"))
                                        .as(what)
                                        .isNotEmpty()
                                        .isNotEqualTo(failed);
                                assertThat(ledger.status("/revision/currentRevision"))
                                        .isEqualTo(good);
                                assertThat(ledger.status("/components/job/state"))
                                        .isEqualTo("Running");
                            });
                    ledger.goesOnExactly();
                    ledger.printDowntime("rolled back: " + what, begun);
                });
    }

    @InTurn
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({"2.3.0, Detached, S3_HADOOP", "1.20.5, Application, DISK"})
    void afterDeletionAndCreationFromItsSavepoint(String version, String mode, StateStore store) {
        // Given
        ledger = new LedgerCluster("deleted", version, mode, store).started();

        // When
        Instant deleted = Instant.now();
        ledger.delete();

        // Then
        ledger.isExact();
        String savepoint = ledger.newestSavepoint();

        // When
        ledger.create(spec -> ((ObjectNode) spec.path("job")).put("fromSavepoint", savepoint));

        // Then
        ledger.goesOnExactly();
        assertThat(ledger.status("/components/job/fromSavepoint")).isEqualTo(savepoint);
        ledger.printDowntime("deleted and created again", deleted);
    }

    @InTurn
    @ParameterizedTest(name = "{0} to {1}, {2}")
    @CsvSource({"1.20.5, 2.3.0, Detached"})
    void afterAnUpdateOfFlink(String from, String to, String mode) {
        ledger = new LedgerCluster("flink", from, mode).started();

        update(
                "Flink",
                spec -> {
                    spec.put("flinkVersion", to);
                    image(spec, "flink-operator/ledger:" + to);
                });
    }

    private void update(String what, Consumer<ObjectNode> change) {
        // When
        String revision = ledger.status("/revision/currentRevision");
        Instant begun = Instant.now();
        ledger.change(change);

        // Then
        ledger.isUpdatedFrom(revision);
        ledger.goesOnExactly();
        ledger.printDowntime("update of " + what, begun);
    }

    private static Map<String, Consumer<ObjectNode>> updates(String version) {
        Map<String, Consumer<ObjectNode>> updates = new LinkedHashMap<>();
        updates.put("args", spec -> arguments(spec, "--tag", "two"));
        // Another name of the same image.
        updates.put("image", spec -> image(spec, "docker.io/flink-operator/ledger:" + version));
        updates.put("parallelism", spec -> ((ObjectNode) spec.path("job")).put("parallelism", 3));
        updates.put(
                "env",
                spec -> spec.putArray("envVars").addObject().put("name", "A").put("value", "b"));
        updates.put(
                "flinkProperties",
                spec ->
                        ((ObjectNode) spec.path("flinkProperties"))
                                .put("execution.checkpointing.interval", "2s"));
        return updates;
    }

    private static void image(ObjectNode spec, String name) {
        ((ObjectNode) spec.path("image")).put("name", name);
    }
}
