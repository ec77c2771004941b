package io.flinkoperator.core.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.flinkoperator.api.RestoreStatus;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Kubernetes replaces in the arguments of a container. */
class LiteralTest {
    private static final String PATH = "s3://state/$$a/$(HOME)/chk-1";
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$|\\(HOME\\))");

    private final ValidCluster cluster =
            Clusters.valid(
                    """
                    image: {name: "flink:2.3.0"}
                    envVars: [{name: HOME, value: /root}]
                    job: {jarFile: /j.jar, args: ["$(HOME)", "$(OTHER)", "$$(HOME)"]}
                    """);

    @Test
    void aPathOfStateArrivesAsFlinkToldIt() {
        // When
        List<String> args = args(new RestoreStatus(PATH, null, null));
        List<String> searched = args(new RestoreStatus(PATH, List.of(PATH), 0L));

        // Then
        assertThat(args).containsSequence("--fromSavepoint", PATH);
        assertThat(searched).filteredOn(PATH::equals).hasSize(2);
    }

    @Test
    void argumentsOfTheProgramAreThoseOfAnyContainer() {
        assertThat(args(new RestoreStatus(null, null, null)))
                .endsWith("/root", "$(OTHER)", "$(HOME)");
    }

    private List<String> args(RestoreStatus restore) {
        Container main =
                Jobs.of(cluster, cluster.job().orElseThrow(), "0".repeat(32), Optional.of(restore))
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0);
        return main.getArgs().stream().map(LiteralTest::expanded).toList();
    }

    /** As the kubelet does it. */
    private static String expanded(String word) {
        return REFERENCE
                .matcher(word)
                .replaceAll(found -> found.group(1).equals("$") ? "\\$" : "/root");
    }
}
