package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.spec.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold in every round, whatever it sees. */
class DeciderRobustnessTest {
    private static final String REFERENCE_OPERATOR =
            """
            state: Running
            components:
              configMap: {name: sales-configmap, state: Ready}
              jobManagerStatefulSet: {name: sales-jobmanager, state: Ready}
              jobManagerService: {name: sales-jobmanager, state: Ready, nodePort: 0}
              jobManagerIngress: {name: sales-jobmanager, state: Ready, urls: [a, b]}
              taskManagerStatefulSet: {name: sales-taskmanager, state: Ready}
              job:
                id: 0123456789abcdef0123456789abcdef
                state: Suspended
                savepointGeneration: 2
                savepointLocation: gs://bucket/savepoint
                lastSavepointTriggerID: "7"
                restartCount: 3
            control: {name: savepoint, details: {retries: "1"}, state: Progressing}
            savepoint: {state: InProgress, triggerTime: yesterday}
            currentRevision: sales-6d95c76b9c-1
            nextRevision: sales-6d95c76b9c-2
            collisionCount: 0
            lastUpdateTime: "2020-05-28T00:00:00Z"
            """;
    private static final String FORK =
            """
            state: Running
            components:
              configMap: {name: sales-configmap, state: Ready}
              jobManager: {name: j, state: Ready, replicas: 1, readyReplicas: 1, ready: "1/1"}
              taskManager: {name: t, state: Updating, replicas: "many", selector: a=b}
              jobManagerService: {name: s, loadBalancerIngress: [{ip: 10.0.0.1}]}
              job: {id: "", state: Unknown, submitterExitCode: -1, startTime: "soon",
                    failureReasons: "one", finalSavepoint: true, deployTime: 7}
            revision: {currentRevision: [], nextRevision: 3, collisionCount: 0}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                REFERENCE_OPERATOR,
                FORK,
                "[]",
                "7",
                "text",
                "{}",
                "state: []",
                "state: {a: b}",
                "state: Confused",
                "state: Running\noperation: {name: CreateCluster, deadline: yesterday}",
                "state: Running\noperation: {name: CreateCluster, startTime: 5, deadline: 2026}",
                "state: Running\noperation: [CreateCluster]",
                "state: Running\ncomponents: []",
                "state: Running\ncomponents: {job: [], jobManager: Ready, configMap: 5}",
                "state: Running\ncomponents: {job: {state: Flying, attempt: 99999999999}}",
                "state: Running\ncomponents: {job: {state: Running, attempt: -1, id: 7}}",
                "state: Running\ncomponents: {job: {state: Running, startTime: yesterday}}",
                "state: Running\ncomponents: {job: {state: Failed, completionTime: {}}}",
                "state: Running\ncomponents: {job: {state: Deploying, failureReasons: [[], 1]}}",
                "state: Running\nconditions: {}",
                "state: Running\nconditions: [text, 5, null, [], {}]",
                "state: Running\nconditions: [{type: Degraded}, {type: Ready, status: 1}]",
                "state: Running\nconditions: [{type: Ready, observedGeneration: many}]",
                "state: Running\nrevision: sales-1\nobservedGeneration: one",
                "state: null\ncomponents: null\nconditions: null",
            })
    void aStatusOfAnotherOperatorStopsNoRound(String status) {
        for (String spec : List.of(Clusters.JOB, Clusters.SESSION, "image: {}", "job: 7")) {
            for (Scene scene : views(spec)) {
                // Given
                scene.status(status);

                // When
                Decision decision = scene.decide();

                // Then
                assertThat(decision.status()).isNotNull();
                assertThat(scene.decide()).isEqualTo(decision);
            }
        }
    }

    private static List<Scene> views(String spec) {
        Scene troubled = new Scene(spec);
        troubled.failure = java.util.Optional.of("exceeded quota");
        return List.of(
                new Scene(spec),
                new Scene(spec).unreachable(),
                new Scene(spec).jobs(),
                troubled.jobs());
    }

    /** Every value of a real status, replaced by something else. */
    @Test
    void aDamagedStatusStopsNoRound() {
        Scene scene = Scene.running(Clusters.JOB);
        JsonNode whole = scene.status();
        for (String pointer : pointers("", whole)) {
            for (String damage : List.of("null", "[]", "{}", "7", "true", "\"x\"", "[[1]]")) {
                // Given
                JsonNode damaged = whole.deepCopy();
                replace(damaged, pointer, Serialization.unmarshal(damage, JsonNode.class));
                scene.cluster.setStatus(damaged);

                // When
                Decision decision = scene.decide();

                // Then
                assertThat(decision.actions())
                        .as("%s in %s", damage, pointer)
                        .noneMatch(Action.SubmitJob.class::isInstance)
                        .noneMatch(DeciderRobustnessTest::deletesPods);
            }
        }
    }

    private static boolean deletesPods(Action action) {
        return action instanceof Action.Delete deletion
                && deletion.observed() instanceof StatefulSet;
    }

    private static List<String> pointers(String base, JsonNode node) {
        List<String> all = new ArrayList<>();
        node.properties()
                .forEach(
                        field -> {
                            String pointer = base + "/" + field.getKey();
                            all.add(pointer);
                            all.addAll(pointers(pointer, field.getValue()));
                        });
        for (int index = 0; node.isArray() && index < node.size(); index++) {
            all.addAll(pointers(base + "/" + index, node.get(index)));
        }
        return all;
    }

    private static void replace(JsonNode tree, String pointer, JsonNode value) {
        int end = pointer.lastIndexOf('/');
        ((ObjectNode) tree.at(pointer.substring(0, end))).set(pointer.substring(end + 1), value);
    }

    static Stream<Supplier<Scene>> scenes() {
        return Stream.of(
                () -> new Scene(Clusters.SESSION),
                Scene::readySession,
                () -> Scene.running(Clusters.JOB),
                () -> Scene.running(Clusters.JOB).unreachable(),
                () -> Scene.running(Clusters.JOB).spec("image: {}"),
                () -> Scene.running(Clusters.JOB).spec(Clusters.JOB + "envVars: [{name: a}]\n"),
                DeciderRobustnessTest::finished,
                DeciderRobustnessTest::troubled);
    }

    private static Scene finished() {
        Scene scene = Scene.running(Clusters.JOB);
        return scene.jobs(scene.job(FlinkJobState.FINISHED));
    }

    private static Scene troubled() {
        Scene scene = Scene.readySession();
        for (String reason : List.of("ImagePullBackOff", "CrashLoopBackOff", "ErrImagePull")) {
            scene.pods.add(waiting("sales-taskmanager-" + scene.pods.size(), reason));
        }
        return scene;
    }

    private static Pod waiting(String name, String reason) {
        return Serialization.unmarshal(
                """
                metadata: {name: %s, namespace: shop, labels: {component: taskmanager}}
                status:
                  containerStatuses:
                    - {name: taskmanager, image: f, state: {waiting: {reason: %s}}}
                """
                        .formatted(name, reason),
                Pod.class);
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void theSameObservationGivesTheSameDecision(Supplier<Scene> scene) {
        Scene seen = scene.get();

        assertThat(seen.decide()).isEqualTo(seen.decide());
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void theOrderOfObjectsAndPodsDoesNotMatter(Supplier<Scene> scene) {
        // Given
        Scene seen = scene.get();
        Decision expected = seen.decide();
        for (long seed = 0; seed < 10; seed++) {
            Collections.shuffle(seen.owned, new Random(seed));
            Collections.shuffle(seen.pods, new Random(seed));

            // When
            Decision decision = seen.decide();

            // Then
            assertThat(decision).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void thinkingDoesNotChangeWhatWasSeen(Supplier<Scene> scene) {
        // Given
        Scene seen = scene.get();
        String before = Json.tree(seen.owned) + Json.text(seen.cluster);

        // When
        seen.decide();

        // Then
        assertThat(Json.tree(seen.owned) + Json.text(seen.cluster)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void aRecordedDecisionIsNotDecidedAgain(Supplier<Scene> scene) {
        // Given
        Scene seen = scene.get();
        seen.settle();

        // When
        Decision decision = seen.after(Duration.ofSeconds(1)).decide();

        // Then
        assertThat(decision.statusChanged()).isFalse();
        assertThat(decision.actions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "envVars: [{name: PASSWORD, value: '8675309'}]",
                "envVars: [{name: PASSWORD, value: 8675309}]",
                "envVars: [{name: 'a=b', value: '8675309'}]",
                "envVars: [{name: PASSWORD, value: [8675309]}]",
                "envVars: {PASSWORD: 8675309}",
                "envVars: [PASSWORD=8675309]",
                "envVars: 8675309",
                "flinkProperties: {s3.secret-key: '8675309'}",
                "flinkProperties: {s3.secret-key: 8675309}",
                "flinkProperties: {s3.secret-key: \"8675309\\u0007\"}",
                "flinkProperties: {s3.secret-key: [8675309]}",
            })
    void valuesThatMayBeSecretAppearNeitherInStatusNorInEvents(String secret) {
        // Given
        Scene scene = new Scene(Clusters.SESSION + secret);

        // When
        Decision decision = scene.decide();

        // Then
        assertThat(Json.text(decision.status())).doesNotContain("8675309");
        assertThat(decision.events()).noneMatch(event -> event.toString().contains("8675309"));
    }
}
