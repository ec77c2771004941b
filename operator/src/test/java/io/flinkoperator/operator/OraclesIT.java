package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.operator.Trial.Outcome;
import io.flinkoperator.operator.flink.FlinkClient;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.Eventually;
import io.flinkoperator.testkit.FakeOperation;
import io.flinkoperator.testkit.TestNamespace;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@link DisturbanceIT} looks at would show an operator that is wrong. Its misdeeds are done
 * by somebody else here, beside the operator.
 */
@ExtendWith(ControlPlaneExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OraclesIT {
    /** What an operator must not do, and what is said of it. */
    enum Misdeed {
        SAVES_TWICE("2 savepoints] instead of") {
            @Override
            void happen(Actor user, Lane lane) {
                user.say("savepoint");
                user.awaitWord("savepoint");
            }
        },
        DELETES_TOO_MUCH("Service NAME-jobmanager deleted=1") {
            @Override
            void happen(Actor user, Lane lane) {
                lane.world.client.resource(lane.world.service(user.name + "-jobmanager")).delete();
            }
        },
        LEAVES_SOMETHING_ELSE("I25: left: ") {
            @Override
            void happen(Actor user, Lane lane) {
                eventually(
                        () -> {
                            var service = lane.world.service(user.name + "-jobmanager");
                            service.getMetadata().getLabels().put("left", "behind");
                            lane.world.client.resource(service).update();
                        });
            }
        },
        FORGETS_A_SAVEPOINT("I7: file:///sp/savepoint-") {
            @Override
            void happen(Actor user, Lane lane) {
                eventually(
                        () -> {
                            var cluster = lane.world.cluster(user.name);
                            ((ObjectNode) cluster.getStatus()).remove("savepoints");
                            lane.world.client.resource(cluster).updateStatus();
                        });
            }
        },
        RECORDS_WHAT_IS_NOT_THERE(
                "I9: a savepoint is recorded that is not there: file:///sp/none") {
            @Override
            void happen(Actor user, Lane lane) {
                eventually(
                        () -> {
                            var cluster = lane.world.cluster(user.name);
                            var savepoints = (ArrayNode) cluster.getStatus().get("savepoints");
                            savepoints.insert(0, savepoints.get(0).deepCopy());
                            ((ObjectNode) savepoints.get(0)).put("location", "file:///sp/none");
                            lane.world.client.resource(cluster).updateStatus();
                        });
            }
        },
        RUNS_WHAT_NOBODY_NAMES("I22: runs, and is not said to: " + "e".repeat(32)) {
            @Override
            void happen(Actor user, Lane lane) {
                user.flink().submit("e".repeat(32), "by nobody");
            }
        },
        CANCELS_WHILE_IT_SAVES("I14: cancelled while a savepoint was under way") {
            @Override
            void happen(Actor user, Lane lane) {
                user.flink().holdSavepoints();
                user.say("savepoint");
                // The status says so before Flink is asked.
                eventually(
                        () ->
                                assertThat(
                                                user.flink()
                                                        .savepoint(
                                                                user.job(),
                                                                user.status(
                                                                        "/savepoint/triggerID")))
                                        .matches(
                                                it ->
                                                        it.filter(FakeOperation::isOpen)
                                                                .isPresent()));
                new FlinkClient(Eventually.BOUND).cancel(user.flink().uri(), user.job()).join();
            }
        },
        DELETES_BLINDLY("I17: asks for it without saying of what: DELETE /api/v1/namespaces/") {
            @Override
            void happen(Actor user, Lane lane) {
                try (var impostor = lane.impostor()) {
                    impostor.configMaps()
                            .inNamespace(lane.world.namespace)
                            .withName(user.name + "-none")
                            .delete();
                }
            }
        },
        GOES_A_WAY_OF_ITS_OWN("I20: the table has no Running --> Deploying") {
            @Override
            void happen(Actor user, Lane lane) {
                eventually(
                        () -> {
                            var cluster = lane.world.cluster(user.name);
                            ((ObjectNode) cluster.getStatus().at("/components/job"))
                                    .put("state", "Deploying");
                            lane.world.client.resource(cluster).updateStatus();
                        });
            }
        },
        SUBMITS_ANOTHER_JOB("I1: two jobs run at once") {
            @Override
            void happen(Actor user, Lane lane) {
                Job job = Serialization.clone(lane.world.job(Names.submitter(user.name)));
                String id = "f".repeat(32);
                job.getMetadata().setName(user.name + "-other");
                job.getMetadata().setResourceVersion(null);
                job.getMetadata().getLabels().put(Names.JOB_ID, id);
                job.getSpec().setSelector(null);
                var pod = job.getSpec().getTemplate().getMetadata();
                pod.getLabels().put(Names.JOB_ID, id);
                pod.getLabels().keySet().removeIf(key -> key.contains("controller-uid"));
                pod.getLabels().keySet().removeIf(key -> key.contains("job-name"));
                lane.world.client.resource(job).create();
                eventually(() -> assertThat(lane.stage.runs(user.name)).hasSize(2));
            }
        };

        private final String finding;

        Misdeed(String finding) {
            this.finding = finding;
        }

        abstract void happen(Actor user, Lane lane);
    }

    private Lane lane;
    private Outcome expected;

    @BeforeAll
    void begin(ControlPlane controlPlane, TestNamespace namespace) {
        lane = new Lane(controlPlane, new TestNamespace(namespace.name() + "-lane"));
        lane.operator().awaitStart();
        Trial undisturbed = trial("undisturbed", user -> {});
        assertThat(undisturbed.play()).isEmpty();
        expected = undisturbed.outcome();
    }

    @AfterAll
    void end() {
        lane.close();
    }

    private Trial trial(String name, java.util.function.Consumer<Actor> misdeed) {
        return new Trial(
                lane,
                user -> {
                    Workload.SAVEPOINT.play(user);
                    misdeed.accept(user);
                },
                name,
                Disturbance.Plan.NOTHING);
    }

    @Test
    void theSameWorkloadComesToTheSame() {
        Trial again = trial("again", user -> {});

        assertThat(again.play()).isEmpty();
        eventually(() -> assertThat(again.outcome().differences(expected)).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatAnOperatorMustNotDo(Misdeed misdeed) {
        String name = misdeed.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Trial trial = trial(name, user -> misdeed.happen(user, lane));

        String faults = String.join("\n", trial.play());

        eventually(
                () ->
                        assertThat(faults + trial.outcome().differences(expected))
                                .contains(misdeed.finding));
    }
}
