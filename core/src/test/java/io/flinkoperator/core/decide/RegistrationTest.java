package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.model.ClusterEvent;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.model.FlinkTasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TaskManagers whose pods are ready, and that the JobManager does not know. */
class RegistrationTest {
    private static final Duration LOOK = Duration.ofSeconds(3);

    private enum Mode {
        SESSION(""),
        SESSION_WITH_DEPLOYMENT("\ntaskManager: {replicas: 2, deploymentType: Deployment}"),
        SESSION_WITH_STANDBYS("highAvailability: {storageDir: s3://ha, replicas: 2}"),
        DETACHED(job("Detached")),
        BLOCKING(job("Blocking")),
        APPLICATION(job("Application")),
        DETACHED_WITH_STANDBYS(
                "highAvailability: {storageDir: s3://ha, replicas: 2}\n" + job("Detached"));

        private final String spec;

        Mode(String spec) {
            this.spec =
                    "image: {name: \"flink:2.3.0\"}\n"
                            + (spec.contains("taskManager") ? "" : "taskManager: {replicas: 2}\n")
                            + spec;
        }

        private static String job(String mode) {
            return "job: {jarFile: /opt/flink/usrlib/job.jar, mode: " + mode + "}";
        }

        boolean hasJob() {
            return spec.contains("jarFile");
        }
    }

    private final List<JsonNode> published = new ArrayList<>();
    private final List<ClusterEvent> events = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Mode.class)
    void isNotReadyBeforeItsTaskManagersHaveRegistered(Mode mode) {
        // Given
        Scene scene = withoutTaskManagers(mode);
        pass(scene, Duration.ofSeconds(20));
        assertThat(message(scene, "Ready"))
                .isEqualTo("Waits for 2 of 2 TaskManagers to register at the JobManager.");
        assertThat(scene.status().at("/state").asText()).isEqualTo("Creating");
        scene.registered = Optional.of(1);
        pass(scene, Duration.ofSeconds(20));
        assertThat(message(scene, "Ready"))
                .isEqualTo("Waits for 1 of 2 TaskManagers to register at the JobManager.");
        assertThat(published).noneMatch(status -> is(status, "Ready"));

        // When
        register(scene);
        pass(scene, LOOK);

        // Then
        assertThat(is(scene.status(), "Ready")).isTrue();
        assertThat(scene.status().at("/state").asText()).isEqualTo("Running");
        assertThat(published).noneMatch(status -> is(status, "Degraded"));
        assertThat(has(scene.status(), Registration.TYPE)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void isDegradedAfterAMinuteWithoutThemAndTellsItOnce(Mode mode) {
        // Given
        Scene scene = withoutTaskManagers(mode);
        pass(scene, Duration.ofSeconds(54));
        assertThat(published).noneMatch(status -> is(status, "Degraded"));

        // When
        pass(scene, Duration.ofMinutes(3));

        // Then
        assertThat(reason(scene, "Degraded")).isEqualTo("TaskManagersNotRegistered");
        assertThat(message(scene, "Degraded"))
                .startsWith(
                        "0 of 2 TaskManagers whose pods are ready have registered at the"
                                + " JobManager. They look for it at ")
                .contains("6123")
                .endsWith("The log of a TaskManager shows the address that it tries.");
        assertThat(published).noneMatch(status -> is(status, "Ready"));
        assertThat(warnings())
                .containsExactly(
                        new ClusterEvent(
                                true, "TaskManagersNotRegistered", message(scene, "Degraded")));

        // When
        register(scene);
        pass(scene, LOOK);

        // Then
        assertThat(is(scene.status(), "Ready")).isTrue();
        assertThat(is(scene.status(), "Degraded")).isFalse();
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void theMinuteGoesOnThroughARestartOfTheOperator() {
        // Given
        Scene scene = withoutTaskManagers(Mode.SESSION);
        pass(scene, Duration.ofSeconds(30));

        // When: nothing but the status is left.
        var answer = scene.flink;
        scene.flink = new io.flinkoperator.core.model.FlinkView.NotAsked();
        assertThat(scene.after(Duration.ofSeconds(20)).round().statusChanged()).isFalse();
        scene.flink = answer;
        pass(scene, Duration.ofSeconds(12));

        // Then
        assertThat(reason(scene, "Degraded")).isEqualTo("TaskManagersNotRegistered");
    }

    @Test
    void aJobManagerThatDoesNotAnswerChangesNothingOfWhatWasKnown() {
        // Given
        Scene scene = withoutTaskManagers(Mode.SESSION);
        pass(scene, Duration.ofSeconds(30));
        var answer = scene.flink;

        // When
        scene.unreachable();
        pass(scene, Duration.ofMinutes(2));

        // Then: it is known of nobody whether they have registered meanwhile.
        assertThat(is(scene.status(), "Degraded")).isFalse();

        // When
        scene.flink = answer;
        pass(scene, LOOK);
        scene.unreachable();
        pass(scene, Duration.ofMinutes(2));

        // Then
        assertThat(reason(scene, "Degraded")).isEqualTo("TaskManagersNotRegistered");
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void whoRestartsBecauseItCannotRegisterIsStillTheSameTrouble() {
        // Given
        Scene scene = withoutTaskManagers(Mode.SESSION);
        pass(scene, Duration.ofMinutes(5));

        // When
        scene.readyPods("sales-taskmanager", 0);
        pass(scene, Duration.ofSeconds(9));
        scene.readyPods("sales-taskmanager", 2);
        pass(scene, Duration.ofMinutes(1));

        // Then
        assertThat(reason(scene, "Degraded")).isEqualTo("TaskManagersNotRegistered");
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void aNewJobManagerIsGivenAMinuteOfItsOwn() {
        // Given
        Scene scene = withoutTaskManagers(Mode.SESSION);
        pass(scene, Duration.ofSeconds(50));

        // When
        scene.readyPods("sales-jobmanager", 0);
        pass(scene, LOOK);
        scene.readyPods("sales-jobmanager", 1);
        pass(scene, Duration.ofSeconds(50));

        // Then
        assertThat(published).noneMatch(status -> is(status, "Degraded"));
    }

    @Test
    void aClusterThatAnAutoscalerLetsGrowIsReadyWhenTheNewOnesHaveRegistered() {
        // Given
        Scene scene = Scene.readySession().after(Duration.ofHours(1));
        scene.registered = Optional.of(3);

        // When
        scene.spec("image: {name: \"flink:2.3.0\"}\ntaskManager: {replicas: 5}\n");
        pass(scene, Duration.ofSeconds(6));

        // Then
        assertThat(message(scene, "Ready"))
                .isEqualTo("Waits for 2 of 5 TaskManagers to register at the JobManager.");

        // When
        scene.registered = Optional.of(5);
        pass(scene, LOOK);

        // Then
        assertThat(is(scene.status(), "Ready")).isTrue();
    }

    @Test
    void aClusterThatShrinksIsReadyThoughTheJobManagerStillCountsTheOthers() {
        // Given
        Scene scene = new Scene("image: {name: \"flink:2.3.0\"}\ntaskManager: {replicas: 5}\n");
        scene.round();
        scene.jobs().settle();
        scene.registered = Optional.of(5);

        // When
        scene.spec("image: {name: \"flink:2.3.0\"}\ntaskManager: {replicas: 2}\n").settle();

        // Then
        assertThat(is(scene.status(), "Ready")).isTrue();
    }

    @Test
    void aClusterAtRestWhoseTaskManagersAreLostIsNotReadyUntilTheyAreBack() {
        // Given
        Scene scene = Scene.readySession().after(Duration.ofHours(1));
        scene.registered = Optional.of(0);

        // When
        pass(scene, LOOK);

        // Then
        assertThat(is(scene.status(), "Ready")).isFalse();
        assertThat(scene.decide().pollEvery()).isEqualTo(Duration.ofSeconds(1));

        // When
        scene.registered = Optional.empty();
        pass(scene, LOOK);

        // Then
        assertThat(is(scene.status(), "Ready")).isTrue();
        assertThat(published).noneMatch(status -> is(status, "Degraded"));
    }

    @Test
    void whatOneTaskManagerAddsIsNotWrittenByItself() {
        // Given
        Scene scene = new Scene("image: {name: \"flink:2.3.0\"}\ntaskManager: {replicas: 3}\n");
        scene.registered = Optional.of(0);
        scene.round();
        scene.jobs().settle();
        scene.registered = Optional.of(1);
        pass(scene, Duration.ofSeconds(6));

        // When
        scene.registered = Optional.of(2);
        boolean second = scene.after(Duration.ofSeconds(1)).round().statusChanged();
        scene.registered = Optional.of(3);
        Decision third = scene.after(Duration.ofSeconds(1)).round();

        // Then
        assertThat(second).isFalse();
        assertThat(is(Scene.status(third), "Ready")).isTrue();
    }

    @Test
    void aJobThatIsOverNeedsNoTaskManagers() {
        // Given
        Scene scene = Scene.running(Clusters.JOB).checkpoints(1).settle();
        scene.registered = Optional.of(0);

        // When
        scene.jobs(scene.job(FlinkJobState.FINISHED)).settle();
        pass(scene, Duration.ofMinutes(2));

        // Then
        assertThat(reason(scene, "Ready")).isEqualTo("JobSucceeded");
        assertThat(is(scene.status(), "Ready")).isTrue();
        assertThat(is(scene.status(), "Degraded")).isFalse();
    }

    /** A cluster whose pods are all ready, with a JobManager that knows no TaskManager. */
    private Scene withoutTaskManagers(Mode mode) {
        Scene scene = new Scene(mode.spec);
        scene.registered = Optional.of(0);
        scene.tasks = FlinkTasks.NONE_RUN;
        look(scene);
        scene.jobs();
        for (int rounds = 0; rounds < 4; rounds++) {
            look(scene);
        }
        if (mode.hasJob()) {
            jobManagerJob(scene).ifPresent(job -> isReady(scene, job));
            scene.jobs(scene.job(FlinkJobState.RUNNING));
            look(scene);
            assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Running");
        }
        return scene;
    }

    private static Optional<Job> jobManagerJob(Scene scene) {
        return scene.owned.stream()
                .filter(it -> it.getMetadata().getName().equals("sales-jobmanager"))
                .filter(Job.class::isInstance)
                .map(Job.class::cast)
                .findFirst();
    }

    private static void isReady(Scene scene, Job job) {
        HasMetadata ready = new JobBuilder(job).withNewStatus().withReady(1).endStatus().build();
        scene.owned.remove(job);
        scene.owned.add(ready);
    }

    private static void register(Scene scene) {
        scene.registered = Optional.empty();
        scene.tasks = FlinkTasks.ALL_RUN;
        if (!scene.status().at("/components/job/id").isMissingNode()) {
            scene.jobs(scene.job(FlinkJobState.RUNNING));
        }
    }

    private void pass(Scene scene, Duration time) {
        for (Duration left = time; !left.isNegative() && !left.isZero(); left = left.minus(LOOK)) {
            scene.after(LOOK);
            look(scene);
        }
    }

    private void look(Scene scene) {
        Decision decision = scene.round();
        events.addAll(decision.events());
        if (decision.statusChanged()) {
            published.add(scene.status());
        }
    }

    private List<ClusterEvent> warnings() {
        return events.stream().filter(ClusterEvent::warning).toList();
    }

    private static boolean is(JsonNode status, String type) {
        return has(status, type)
                && Scene.condition(status, type).path("status").asText().equals("True");
    }

    private static boolean has(JsonNode status, String type) {
        return status.path("conditions").findValuesAsText("type").contains(type);
    }

    private static String reason(Scene scene, String type) {
        return Scene.condition(scene.status(), type).path("reason").asText();
    }

    private static String message(Scene scene, String type) {
        return Scene.condition(scene.status(), type).path("message").asText();
    }
}
