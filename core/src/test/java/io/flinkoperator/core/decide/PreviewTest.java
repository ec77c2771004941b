package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.decide.Preview.End;
import io.flinkoperator.core.decide.Preview.Outcome;
import io.flinkoperator.core.decide.Preview.Pods;
import io.flinkoperator.core.decide.Preview.Renewal;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.spec.Change;
import org.junit.jupiter.api.Test;

/** What is foretold of an edit is what comes of it. */
class PreviewTest {
    private static final String FORM =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            flinkProperties: {execution.checkpointing.dir: "s3://state"}
            job: {jarFile: /opt/flink/usrlib/job.jar, %s}
            """;
    private static final String SAVED = FORM.formatted("savepointsDir: \"s3://sp\", args: [a]");

    private static Scene running(String spec) {
        return Scene.running(spec).checkpoints(1).settle();
    }

    private static Preview preview(Scene scene, String spec) {
        FlinkCluster asked = Clusters.of(spec);
        asked.setStatus(scene.status());
        return Preview.of(scene.seen(), asked);
    }

    @Test
    void aNewClusterIsMade() {
        // When
        Preview preview = Preview.ofNew(Clusters.of(SAVED), Clusters.PLATFORM);

        // Then
        assertThat(preview.outcome()).isEqualTo(Outcome.CREATED);
        assertThat(preview.objects())
                .contains("ConfigMap/sales-configmap", "StatefulSet/sales-taskmanager");
    }

    @Test
    void theSameSpecDoesNothing() {
        // Given
        Scene scene = running(SAVED);

        // When
        Preview preview = preview(scene, SAVED + "revisionHistoryLimit: 10\n");

        // Then
        assertThat(preview.outcome()).isEqualTo(Outcome.NOTHING);
        scene.spec(SAVED + "revisionHistoryLimit: 10\n").settle();
        assertThat(scene.asked).isEmpty();
    }

    @Test
    void whatIsWrongIsRefused() {
        // When
        Preview preview = preview(running(SAVED), SAVED.replace("replicas: 2", "replicas: 0"));

        // Then
        assertThat(preview.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(preview.reasons()).singleElement().asString().contains("taskManager.replicas");
    }

    @Test
    void aJobIsNotTakenOutOfACluster() {
        // When
        Preview preview = preview(running(SAVED), Clusters.SESSION);

        // Then
        assertThat(preview.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(preview.reasons()).singleElement().asString().startsWith("spec.job: ");
    }

    @Test
    void moreTaskManagersReplaceNoPod() {
        // Given
        Scene scene = running(SAVED);
        String more = SAVED.replace("replicas: 2", "replicas: 4");

        // When
        Preview preview = preview(scene, more);

        // Then
        assertThat(preview.outcome()).isEqualTo(Outcome.IN_PLACE);
        assertThat(preview.objects()).containsExactly("StatefulSet/sales-taskmanager");
        assertThat(preview.changes())
                .extracting(Change::field, Change::before, Change::after)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("spec.taskManager.replicas", "2", "4"));
        scene.spec(more).settle();
        assertThat(scene.asked).isEmpty();
    }

    @Test
    void anotherArgumentStartsTheJobAnewFromASavepointInThePodsThatAreThere() {
        // Given
        Scene scene = running(SAVED);
        String revision = scene.status().at("/revision/currentRevision").asText();

        // When
        Renewal renewal = preview(scene, SAVED.replace("[a]", "[b]")).renewal().orElseThrow();

        // Then
        assertThat(renewal.pods()).isEqualTo(Pods.STAY);
        assertThat(renewal.end()).isEqualTo(End.WITH_SAVEPOINT);
        assertThat(renewal.isChecked()).isTrue();
        assertThat(renewal.fallback()).contains(revision);
        scene.spec(SAVED.replace("[a]", "[b]")).passPreflight().settleOnce();
        assertThat(scene.status().at("/savepoint/triggerReason").asText()).isEqualTo("update");
    }

    @Test
    void anotherImageRemovesThePodsFirst() {
        // When
        Preview preview = preview(running(SAVED), SAVED.replace("flink:2.3.0", "flink:2.3.1"));

        // Then
        assertThat(preview.renewal().orElseThrow().pods()).isEqualTo(Pods.REMOVED_FIRST);
        assertThat(preview.changes()).extracting(Change::field).containsExactly("spec.image.name");
    }

    @Test
    void withoutAFolderForSavepointsTheJobIsCancelledAndGoesOnFromItsCheckpoint() {
        // Given
        Scene scene = running(FORM.formatted("args: [a]"));

        // When
        Preview preview = preview(scene, FORM.formatted("args: [b]"));

        // Then
        Renewal renewal = preview.renewal().orElseThrow();
        assertThat(renewal.end()).isEqualTo(End.CANCELLED);
        assertThat(renewal.start().orElseThrow().path()).isEqualTo(scene.path("chk-1"));
    }

    @Test
    void whatWouldLoseTheStateIsHeldBack() {
        // Given
        Scene scene = Scene.running(FORM.formatted("args: [a]"));
        scene.retention = io.flinkoperator.core.model.Checkpoints.Retention.NEVER;
        scene.checkpoints(1).settle();

        // When
        Preview preview = preview(scene, FORM.formatted("args: [b]"));

        // Then
        assertThat(preview.outcome()).isEqualTo(Outcome.HELD_BACK);
        assertThat(preview.reasons()).singleElement().asString().contains("lose its state");
        scene.spec(FORM.formatted("args: [b]")).passPreflight().settle();
        assertThat(Scene.condition(scene.status(), "UpgradeBlocked").path("message").asText())
                .isEqualTo(preview.reasons().get(0));
    }

    @Test
    void suspendStopsTheJobAndTakingItBackStartsIt() {
        // Given
        Scene scene = running(SAVED);

        // When
        Preview preview = preview(scene, SAVED + "suspend: true\n");

        // Then
        assertThat(preview.outcome()).isEqualTo(Outcome.STOPPED);
        scene.spec(SAVED + "suspend: true\n").round();
        scene.completed("s3://sp/final").jobs(scene.job(FlinkJobState.FINISHED)).settleOnce();
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Suspended");

        // When
        Preview back = preview(scene, SAVED);

        // Then
        assertThat(back.outcome()).isEqualTo(Outcome.RENEWED);
        assertThat(back.renewal().orElseThrow().start().orElseThrow().path())
                .isEqualTo("s3://sp/final");
    }

    @Test
    void anotherSavepointIsStartedFrom() {
        // When
        Preview preview =
                preview(running(SAVED), SAVED.replace("args:", "fromSavepoint: \"s3://x\", args:"));

        // Then
        Renewal renewal = preview.renewal().orElseThrow();
        assertThat(renewal.pods()).isEqualTo(Pods.STAY);
        assertThat(renewal.start().orElseThrow().path()).isEqualTo("s3://x");
    }

    @Test
    void aSessionClusterWhoseJobsRunIsLeftAlone() {
        // Given
        Scene scene = Scene.readySession();
        scene.jobs(scene.job(FlinkJobState.RUNNING));
        String other = Clusters.SESSION.replace("2.3.0", "2.3.1");

        // When
        Preview preview = preview(scene, other);

        // Then
        assertThat(preview.outcome()).isEqualTo(Outcome.HELD_BACK);
        assertThat(preview.reasons()).containsExactly("jobs are running: word count");
        scene.jobs();
        assertThat(preview(scene, other).outcome()).isEqualTo(Outcome.RENEWED);
    }

    @Test
    void secretsAndListsAreNotRepeated() {
        // Given
        Scene scene = running(SAVED);
        String secret =
                SAVED.replace("flinkProperties: {", "flinkProperties: {s3.secret-key: abc, ");

        // When
        Preview preview = preview(scene, secret + "envVars: [{name: PASSWORD, value: secret}]\n");

        // Then
        assertThat(preview.changes())
                .extracting(Change::field, Change::after)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("spec.envVars", "…"),
                        org.assertj.core.groups.Tuple.tuple(
                                "spec.flinkProperties.s3.secret-key", "***"));
    }
}
