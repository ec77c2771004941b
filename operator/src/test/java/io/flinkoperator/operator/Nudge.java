package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** Rounds over a cluster in which nothing has happened. */
final class Nudge {
    private Nudge() {}

    /** Has the operator look so many times; returns the version of the FlinkCluster after that. */
    static String of(World world, String cluster, int rounds) throws Exception {
        String version = "";
        for (int round = 1; round <= rounds; round++) {
            double soFar = world.rounds();
            version =
                    world.patch(
                            cluster,
                            "{\"metadata\": {\"annotations\": {\"nudge\": \"%d\"}}}"
                                    .formatted(round));
            eventually(() -> assertThat(world.rounds()).isGreaterThan(soFar));
        }
        return version;
    }
}
