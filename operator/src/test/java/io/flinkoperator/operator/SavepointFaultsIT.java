package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.testkit.Behaviour;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.FakeJobManager;
import io.flinkoperator.testkit.FlinkRequest;
import io.flinkoperator.testkit.TestNamespace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One request, at most one savepoint, whatever becomes of the answers. */
@ExtendWith(ControlPlaneExtension.class)
class SavepointFaultsIT {
    private Life life;

    @BeforeEach
    void begin(ControlPlane controlPlane, TestNamespace namespace) {
        life = new Life(controlPlane, namespace);
    }

    @AfterEach
    void end() {
        life.close();
    }

    @Test
    void isOneOverAnyNumberOfOperators() {
        // Given
        String job = life.begin("");
        life.flink.holdSavepoints();
        life.say("savepoint");
        life.awaitSavepointRequest();

        // When
        life.restartOperator();
        life.restartOperator();
        life.flink.completeSavepoint(job, life.status("/savepoint/triggerID"));
        life.restartOperator();

        // Then
        life.awaitWord("savepoint Succeeded");
        assertThat(life.triggers()).isEqualTo(1);
        assertThat(life.flink.savepoints()).containsExactly(life.status("/savepoint/location"));
        assertThat(life.status(Life.STATE)).isEqualTo("Running");
    }

    static List<Behaviour> faults() {
        return List.of(
                Behaviour.internalError(),
                Behaviour.unavailable(),
                Behaviour.htmlErrorPage(),
                Behaviour.truncatedJson(),
                Behaviour.dead());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isOneWhateverIsAnswered(Behaviour fault) {
        // Given
        life.begin("");
        life.flink.behave(fault, Life::asksForSavepoint);

        // When
        life.say("savepoint");
        eventually(() -> assertThat(life.savepointRequests()).hasSizeGreaterThan(1));
        life.flink.behave(Behaviour.healthy());

        // Then
        life.awaitWord("savepoint Succeeded");
        assertThat(life.triggers()).isEqualTo(1);
        assertThat(life.flink.savepoints()).containsExactly(life.status("/savepoint/location"));
    }

    @Test
    void isOneIfTheAnswerIsLost() {
        // Given
        life.begin("");
        life.flink.behave(Behaviour.answerLost(), Life::asksForSavepoint);

        // When
        life.say("savepoint");

        // Then
        life.awaitWord("savepoint Succeeded");
        assertThat(life.savepointRequests()).hasSize(1);
        assertThat(life.flink.savepoints()).containsExactly(life.status("/savepoint/location"));
    }

    @Test
    void isOneIfFlinkForgetsTheRequest() {
        // Given: the savepoint is there, and nobody has heard of it, when Flink forgets.
        String job = life.begin("");
        life.flink.holdSavepoints();
        life.say("savepoint");
        life.awaitSavepointRequest();
        life.world.stopOperator();
        String path = life.flink.completeSavepoint(job, life.status("/savepoint/triggerID"));

        // When
        life.flink.forgetTriggers();
        life.backdateSavepoint(Duration.ofMinutes(6));
        life.world.startOperator();

        // Then
        life.awaitWord("savepoint Succeeded");
        assertThat(life.status("/savepoint/location")).isEqualTo(path);
        assertThat(life.savepointRequests()).hasSize(1);
        assertThat(life.flink.savepoints()).containsExactly(path);
    }

    @Test
    void isOneIfAnotherJobManagerGoesOnWithTheJob() {
        // Given
        String job = life.begin("");
        life.flink.holdSavepoints();
        life.say("savepoint");
        life.awaitSavepointRequest();

        // When
        life.flink.restartWithRecovery().takeSavepoints();

        // Then
        life.awaitWord("savepoint Succeeded");
        assertThat(life.triggers()).isEqualTo(1);
        assertThat(life.flink.savepoints()).containsExactly(life.status("/savepoint/location"));
        assertThat(life.status("/components/job/id")).isEqualTo(job);
    }

    @Test
    void thatIsNeverCompletedFailsAndTheNextOneWorks() {
        // Given
        String job = life.begin("");
        life.flink.holdSavepoints();
        life.say("savepoint");
        life.awaitSavepointRequest();
        String first = life.status("/savepoint/triggerID");
        assertThat(life.status("/operation/deadline")).isNotEmpty();

        // When
        life.world.stopOperator();
        life.backdateSavepoint(Duration.ofHours(2));
        life.world.startOperator();

        // Then
        eventually(
                () ->
                        assertThat(life.messages("SavepointFailed"))
                                .singleElement()
                                .asString()
                                .contains("not completed within 60 minutes"));
        assertThat(life.status(Life.STATE)).isEqualTo("Running");
        life.flink.failSavepoint(job, first, "java.io.IOException: too late").takeSavepoints();
        life.awaitWord("savepoint Succeeded");
        assertThat(life.triggers()).isEqualTo(2);
        assertThat(life.flink.savepoints()).containsExactly(life.status("/savepoint/location"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"savepoint", "job-cancel"})
    void isAskedForAsTheFlinkThatAnswersUnderstandsIt(String word) {
        // Given: an image of Flink 2.3, as its tag says.
        life.flink.version("1.12.5");
        life.begin("");

        // When
        life.say(word);

        // Then
        life.awaitWord(word + " Succeeded");
        assertThat(life.savepointRequests())
                .singleElement()
                .extracting(FlinkRequest::body)
                .asString()
                .doesNotContain("triggerId", "formatType");
        assertThat(life.flink.savepoints()).containsExactly(life.status("/savepoint/location"));
    }

    @Test
    void isOneThoughOldFlinkTakesNoIdAndTheOperatorIsReplaced() {
        // Given
        life.flink.version("1.12.5").holdSavepoints();
        life.begin("");
        life.say("savepoint");
        life.awaitSavepointRequest();

        // When
        life.restartOperator();
        life.world.stopOperator();
        life.flink.takeSavepoints();
        life.world.startOperator();

        // Then
        life.awaitWord("savepoint Succeeded");
        assertThat(life.savepointRequests()).hasSize(1);
        assertThat(life.flink.savepoints()).containsExactly(life.status("/savepoint/location"));
    }

    @Test
    void neverEndsAndIsAborted() {
        // Given
        String job = life.begin("");
        life.flink.holdSavepoints();
        life.say("savepoint");
        life.awaitSavepointRequest();
        assertThat(life.status("/operation/name")).isEqualTo("TakeSavepoint");
        assertThat(life.status("/operation/deadline")).isNotEmpty();

        // When
        life.say("abort");

        // Then
        life.awaitWord("abort Succeeded");
        assertThat(life.status("/savepoint/message")).isEqualTo("aborted");
        String aborted = life.status("/savepoint/triggerID");
        life.flink.failSavepoint(job, aborted, "java.io.IOException: too late").takeSavepoints();
        life.say("savepoint");
        life.awaitWord("savepoint Succeeded");
        assertThat(life.status(Life.STATE)).isEqualTo("Running");
    }

    @Test
    void failsWithFlinksReasonAndIsTriedAgain() {
        // Given
        life.begin("");
        life.flink.failSavepoints("java.io.IOException: disk full");

        // When
        life.say("savepoint");
        eventually(
                () ->
                        assertThat(life.messages("SavepointFailed"))
                                .anyMatch(message -> message.contains("disk full")));
        life.flink.takeSavepoints();
        life.endPause();

        // Then
        life.awaitWord("savepoint Succeeded");
        assertThat(life.triggers()).isGreaterThan(1);
    }

    @Test
    void ofOneClusterDoesNotWaitForTheAnswersOfAnother() {
        // Given
        life.begin("");
        FakeJobManager slow = life.world.jobManager("slow", 2);
        life.world.create("slow", "image: {name: \"flink:2.3.0\"}\ntaskManager: {replicas: 1}");
        slow.behave(Behaviour.slow(Duration.ofMinutes(5)));
        long before = asked("slow");
        eventually(() -> assertThat(asked("slow")).isGreaterThan(before));

        // When
        life.say("savepoint");

        // Then
        life.awaitWord("savepoint Succeeded");
    }

    private long asked(String cluster) {
        return life.world.flink.journal().count(it -> it.cluster().equals(cluster));
    }

    @Test
    void onScheduleIsOneAtATime() {
        // Given
        life.flink.holdSavepoints();
        String job = life.begin("autoSavepointSeconds: 1");
        life.awaitSavepointRequest();
        String first = life.status("/savepoint/triggerID");

        // When
        life.flink.completeSavepoint(job, first);

        // Then
        eventually(
                () ->
                        assertThat(life.status("/savepoint/triggerID"))
                                .isNotEqualTo(first)
                                .isNotEmpty());
        eventually(() -> assertThat(life.triggers()).isEqualTo(2));
        assertThat(life.status("/savepoints/0/reason")).isEqualTo("scheduled");
        assertThat(life.flink.savepoints()).hasSize(1);
    }
}
