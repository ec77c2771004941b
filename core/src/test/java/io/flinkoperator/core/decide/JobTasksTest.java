package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.ClusterEvent;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.model.FlinkTasks;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Jobs that Flink calls running though their tasks are not. */
class JobTasksTest {
    private static final String FORM =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            %s
            job:
              jarFile: /opt/flink/usrlib/job.jar
              savepointsDir: s3://sp
              fromSavepoint: s3://sp/first
              args: [%s]
              cleanupPolicy: {afterJobCancelled: KeepCluster}
            """;

    @Test
    void aJobWhoseTasksWaitIsNotReady() {
        // Given
        Scene scene = with(FlinkTasks.NONE_RUN, 0);
        assertThat(reason(scene, "JobRunning")).isEqualTo("False NoTaskRuns");
        assertThat(reason(scene, "Ready")).isEqualTo("False NoTaskRuns");

        // When
        scene.tasks = FlinkTasks.SOME_RUN;
        scene.jobs(scene.job(FlinkJobState.RUNNING)).settle();

        // Then
        assertThat(reason(scene, "JobRunning")).isEqualTo("True JobRunning");
        assertThat(reason(scene, "Ready")).isEqualTo("True JobRunning");
    }

    @Test
    void aSavepointWaitsUntilAllTasksRun() {
        // Given
        Scene scene = with(FlinkTasks.SOME_RUN, 0);
        scene.word(Control.SAVEPOINT).settle();
        assertThat(scene.asked).isEmpty();

        // When
        scene.tasks = FlinkTasks.ALL_RUN;
        scene.jobs(scene.job(FlinkJobState.RUNNING)).round();

        // Then
        assertThat(scene.asked).singleElement().isInstanceOf(Action.TakeSavepoint.class);
    }

    @Test
    void aSavepointDoesNotWaitForEverForTheTasks() {
        // Given
        Scene scene = with(FlinkTasks.SOME_RUN, 0);
        scene.word(Control.SAVEPOINT).settle();

        // When: Flink is to say why it cannot be taken.
        scene.after(Duration.ofMinutes(1)).round();

        // Then
        assertThat(scene.asked).singleElement().isInstanceOf(Action.TakeSavepoint.class);
    }

    @Test
    void aDeletionDoesNotWaitForASavepointOfNothing() {
        // Given
        Scene scene = with(FlinkTasks.NONE_RUN, 0);
        scene.cluster.getMetadata().setDeletionTimestamp(scene.now.toString());
        assertThat(scene.round().released()).isFalse();
        assertThat(scene.asked).singleElement().isInstanceOf(Action.TakeSavepoint.class);

        // When
        assertThat(refused(scene).released()).as("its statistics may be old").isFalse();
        Decision last = later(scene).round();

        // Then
        assertThat(last.released()).isTrue();
        assertThat(last.events())
                .filteredOn(event -> event.reason().equals("ClusterDeleted"))
                .singleElement()
                .extracting(ClusterEvent::warning, ClusterEvent::message)
                .containsExactly(
                        false,
                        "There is nothing to save: no task of the job runs, and it has completed"
                                + " no checkpoint.");
    }

    @Test
    void aDeletionWaitsForTasksThatHaveRunOrStillDo() {
        for (Scene scene :
                new Scene[] {with(FlinkTasks.NONE_RUN, 1), with(FlinkTasks.SOME_RUN, 0)}) {
            // Given
            scene.cluster.getMetadata().setDeletionTimestamp(scene.now.toString());
            scene.round();

            // When
            refused(scene);
            Decision next = later(scene).round();

            // Then
            assertThat(next.released()).isFalse();
        }
    }

    @Test
    void aJobWithNothingToSaveIsSuspendedAndGoesOnFromWhereItBegan() {
        // Given
        Scene scene = with(FlinkTasks.NONE_RUN, 0);
        scene.spec(FORM.formatted("suspend: true", "a")).round();

        // When
        refused(scene);
        later(scene).round();

        // Then
        assertThat(scene.asked.get(scene.asked.size() - 1)).isInstanceOf(Action.CancelJob.class);
        scene.jobs(scene.job(FlinkJobState.CANCELED)).settle();
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Suspended");

        // And
        scene.after(Duration.ofDays(1)).spec(FORM.formatted("", "a")).settle();
        scene.jobs().settle();
        assertThat(scene.status().at("/components/job/fromSavepoint").asText())
                .isEqualTo("s3://sp/first");
    }

    @Test
    void aJobWithNothingToSaveIsUpdated() {
        // Given
        Scene scene = with(FlinkTasks.NONE_RUN, 0);
        scene.spec(FORM.formatted("", "b")).passPreflight();
        scene.round();

        // When
        refused(scene);
        later(scene).round();

        // Then
        assertThat(scene.asked.get(scene.asked.size() - 1)).isInstanceOf(Action.CancelJob.class);
    }

    private static Scene with(FlinkTasks tasks, int checkpoints) {
        Scene scene = Scene.running(FORM.formatted("", "a"));
        scene.tasks = tasks;
        return scene.jobs(scene.job(FlinkJobState.RUNNING)).checkpoints(checkpoints).settle();
    }

    private static Decision refused(Scene scene) {
        return scene.failed("Not all required tasks are currently running.").round();
    }

    private static Scene later(Scene scene) {
        return scene.after(Duration.ofSeconds(6)).jobs(scene.job(FlinkJobState.RUNNING));
    }

    private static String reason(Scene scene, String type) {
        var condition = Scene.condition(scene.status(), type);
        return condition.path("status").asText() + " " + condition.path("reason").asText();
    }
}
