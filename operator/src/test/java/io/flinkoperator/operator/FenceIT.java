package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.operator.act.Fence;
import io.flinkoperator.operator.act.StaleViewException;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator that stood still does nothing more once anybody else has written. */
@ExtendWith(ControlPlaneExtension.class)
class FenceIT {
    private World world;
    private Fence fence;

    @BeforeEach
    void begin(ControlPlane controlPlane, TestNamespace namespace) {
        world = new World(controlPlane, namespace);
        FlinkCluster seen = world.create("sales", "image: {name: \"flink:2.3.0\"}\n");
        fence = new Fence(world.client, seen);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void itIsOpenWhileNobodyElseWrites() {
        assertThatCode(fence::check).doesNotThrowAnyException();
    }

    @Test
    void itIsClosedOnceSomebodyHasWritten() {
        world.patch("sales", "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}");

        assertThatThrownBy(fence::check).isInstanceOf(StaleViewException.class);
    }

    @Test
    void itIsClosedForAClusterThatIsGone() {
        world.client.resource(world.cluster("sales")).delete();

        assertThatThrownBy(fence::check).isInstanceOf(StaleViewException.class);
    }
}
