package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.ClusterEvent;
import io.flinkoperator.core.model.Decision;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Admission policies, webhooks and controllers that keep what the operator wants otherwise. */
class ForeignChangeTest {
    private static final String PATH = "spec.template.metadata.labels.app";

    private final Scene scene = Scene.readySession();

    @Test
    void whatSomebodyChangesOnceIsSetBackAtOnceAndNotTold() {
        // Given
        changeService();

        // When
        Decision decision = scene.round();

        // Then
        assertThat(decision.actions()).singleElement().isInstanceOf(Action.Apply.class);
        assertThat(scene.decide().actions()).isEmpty();
        assertThat(scene.status().toString()).doesNotContain("Overridden");
    }

    @Test
    void whatIsChangedAgainAndAgainIsSetBackEverMoreSeldom() {
        // Given, When: it is changed as soon as it is set back.
        int applied = 0;
        int told = 0;
        for (int second = 0; second < 3600; second += 5) {
            changeService();
            Decision decision = scene.round();
            applied += decision.actions().size();
            told +=
                    (int)
                            decision.events().stream()
                                    .map(ClusterEvent::reason)
                                    .filter("ChangedByOthers"::equals)
                                    .count();
            scene.after(Duration.ofSeconds(5));
        }

        // Then
        assertThat(applied).isBetween(5, 13);
        assertThat(told).isEqualTo(1);
        assertThat(Scene.condition(scene.status(), "Overridden").path("message").asText())
                .startsWith(
                        "Service sales-jobmanager: spec.ports[0].port is changed by somebody else");
        assertThat(Scene.condition(scene.status(), "Ready").path("status").asText())
                .isEqualTo("True");
    }

    @Test
    void whatIsChangedMuchLaterIsSetBackAtOnceAgain() {
        // Given
        for (int time = 0; time < 5; time++) {
            changeService();
            scene.after(Duration.ofMinutes(1)).settleOnce();
        }
        scene.after(Duration.ofHours(1)).settle();
        changeService();

        // When
        Decision decision = scene.round();

        // Then
        assertThat(decision.actions()).singleElement().isInstanceOf(Action.Apply.class);
        assertThat(scene.settle().status().toString()).doesNotContain("Overridden");
    }

    @Test
    void podsAreNotReplacedForWhatAnAdmissionChangedWhenTheirWorkloadWasCreated() {
        // Given
        taskManagers().getSpec().getTemplate().getMetadata().getLabels().put("app", "policy");

        // When
        Decision decision = scene.round();

        // Then
        assertThat(decision.actions()).isEmpty();
        assertThat(decision.events())
                .extracting(ClusterEvent::reason)
                .containsExactly("ChangedByOthers");
        assertThat(Scene.condition(scene.status(), "Overridden").path("message").asText())
                .startsWith(
                        "StatefulSet sales-taskmanager: "
                                + PATH
                                + " was changed while the object was created");

        // When
        scene.spec(Clusters.SESSION + "taskManager: {replicas: 5}\n").round();
        taskManagers().getMetadata().setGeneration(2L);
        taskManagers().getStatus().setObservedGeneration(2L);

        // Then
        assertThat(scene.round().actions()).isEmpty();
        assertThat(taskManagers().getSpec().getReplicas()).isEqualTo(5);
        assertThat(Scene.condition(scene.status(), "Overridden").path("message").asText())
                .contains(PATH);
    }

    @Test
    void aLabelOfANewWorkloadIsSetBackSinceThatReplacesNoPod() {
        // Given
        taskManagers().getMetadata().getLabels().remove("app");

        // When
        scene.settle();

        // Then
        assertThat(taskManagers().getMetadata().getLabels()).containsEntry("app", "flink");
        assertThat(scene.status().toString()).doesNotContain("Overridden");
    }

    @Test
    void podsAreReplacedForWhatSomebodyChangedLater() {
        // Given
        taskManagers().getSpec().getTemplate().getMetadata().getLabels().put("app", "mine");
        taskManagers().getMetadata().setGeneration(2L);
        taskManagers().getStatus().setObservedGeneration(2L);

        // When
        scene.settle();

        // Then
        assertThat(taskManagers().getSpec().getTemplate().getMetadata().getLabels())
                .containsEntry("app", "flink");
    }

    private void changeService() {
        owned(Service.class, "sales-jobmanager").getSpec().getPorts().get(0).setPort(1);
    }

    private StatefulSet taskManagers() {
        return owned(StatefulSet.class, "sales-taskmanager");
    }

    private <T extends HasMetadata> T owned(Class<T> kind, String name) {
        return scene.owned.stream()
                .filter(it -> it.getMetadata().getName().equals(name))
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }
}
