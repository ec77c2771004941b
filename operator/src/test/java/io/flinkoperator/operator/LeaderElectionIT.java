package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.FaultProxy;
import io.flinkoperator.testkit.Passage;
import io.flinkoperator.testkit.TestNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two operators, each in a process of its own: losing the lease ends a process. */
@ExtendWith(ControlPlaneExtension.class)
class LeaderElectionIT {
    private static final String SPEC =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 1}
            job: {jarFile: /opt/flink/usrlib/job.jar}
            """;

    private World world;
    private OperatorProcess first;
    private OperatorProcess second;
    private SharedIndexInformer<Job> jobs;
    private final List<String> createdJobs = new CopyOnWriteArrayList<>();

    @BeforeEach
    void startTwoOperators(ControlPlane controlPlane, TestNamespace namespace) {
        world = new World(controlPlane, namespace);
        jobs = world.client.batch().v1().jobs().inNamespace(world.namespace).inform(new Counter());
        Map<String, String> flink = Map.of("FLINK_REST_URL", world.template());
        first = OperatorProcess.start("first", controlPlane, world.namespace, flink);
        second = OperatorProcess.start("second", controlPlane, world.namespace, flink);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        jobs.close();
        world.close();
    }

    @Test
    void oneOfTwoActsAndTheOtherTakesOverWhenItIsKilled() throws Exception {
        // Given
        first.awaitStart();
        second.awaitStart();
        eventually(() -> assertThat(holder()).isIn("first", "second"));
        OperatorProcess leader = holder().equals("first") ? first : second;
        OperatorProcess standby = leader == first ? second : first;
        String id = world.running("sales", SPEC);
        assertThat(leader.rounds()).isPositive();
        assertThat(standby.rounds()).as("rounds of the standby").isZero();
        eventually(() -> assertThat(createdJobs).containsExactly("sales-job-submitter"));
        assertThat(leader.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(standby.get("/readyz").statusCode())
                .as("a standby that is not ready would block the roll-out of its Deployment")
                .isEqualTo(200);

        // When
        leader.kill();

        // Then
        eventually(() -> assertThat(holder()).isEqualTo(standby.name()));
        world.running("stock", SPEC);
        assertThat(world.status("sales", "/components/job/id")).isEqualTo(id);
        assertThat(world.status("sales", "/components/job/state")).isEqualTo("Running");
        eventually(
                () ->
                        assertThat(createdJobs)
                                .containsExactly("sales-job-submitter", "stock-job-submitter"));
    }

    @Test
    void anOperatorThatIsToldToStopGivesBackTheLeaseAndTheOtherTakesOver() {
        // Given
        first.awaitStart();
        second.awaitStart();
        eventually(() -> assertThat(holder()).isIn("first", "second"));
        OperatorProcess leader = holder().equals("first") ? first : second;
        OperatorProcess standby = leader == first ? second : first;

        // When
        int exitCode = leader.terminate();

        // Then
        assertThat(exitCode).as("exit code after SIGTERM").isEqualTo(143);
        assertThat(holder()).as("the lease was given back").isNotEqualTo(leader.name());
        eventually(() -> assertThat(holder()).isEqualTo(standby.name()));
        assertThat(standby.isAlive()).isTrue();
    }

    @Test
    void anOperatorThatIsToldToStopEndsThoughTheApiServerIsGone(ControlPlane controlPlane) {
        try (FaultProxy proxy = FaultProxy.before(controlPlane)) {
            // Given
            Path kubeconfig = Path.of("target", "operator-process", "gone.kubeconfig");
            Map<String, String> alone =
                    Map.of(
                            "KUBECONFIG",
                            proxy.writeKubeconfig(controlPlane, kubeconfig.toAbsolutePath())
                                    .toString(),
                            "POD_NAMESPACE",
                            "default");
            try (var third = OperatorProcess.start("third", controlPlane, world.namespace, alone)) {
                third.awaitStart();

                // When
                proxy.direct(request -> Passage.drop());
                proxy.cutWatches();

                // Then
                assertThat(third.terminate()).as("exit code after SIGTERM").isEqualTo(143);
            }
        }
    }

    private String holder() {
        Lease lease =
                world.client.leases().inNamespace(world.namespace).withName("flink-operator").get();
        return lease == null ? "" : String.valueOf(lease.getSpec().getHolderIdentity());
    }

    private final class Counter implements ResourceEventHandler<Job> {
        @Override
        public void onAdd(Job job) {
            createdJobs.add(job.getMetadata().getName());
        }

        @Override
        public void onUpdate(Job before, Job job) {}

        @Override
        public void onDelete(Job job, boolean stateUnknown) {}
    }
}
