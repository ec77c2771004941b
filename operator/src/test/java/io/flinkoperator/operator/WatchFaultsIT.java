package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.resources.Names;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes through watches that is no event. */
@ExtendWith(ControlPlaneExtension.class)
class WatchFaultsIT {
    /** An operator that went on without a watch would never see anything again. */
    @Test
    void garbageEndsTheOperatorAndTheNextOneGoesOn(
            ControlPlane controlPlane, TestNamespace namespace) {
        try (Lane lane = new Lane(controlPlane, new TestNamespace(namespace.name() + "-lane"))) {
            // Given
            Actor user = new Actor("sales", lane.world, lane.stage);
            user.createJob("");
            user.awaitRunning(1);

            // When
            lane.garbleWatches();
            eventually(() -> assertThat(lane.operator().isAlive()).isFalse());
            lane.world.patch("sales", "{\"spec\":{\"taskManager\":{\"replicas\":5}}}");
            lane.kill(false);
            lane.awaitStart();

            // Then
            eventually(
                    () ->
                            assertThat(
                                            lane.world
                                                    .statefulSet(Names.taskManager("sales"))
                                                    .getSpec()
                                                    .getReplicas())
                                    .isEqualTo(5));
        }
    }
}
