package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownFieldsTest {
    private static final String SENTENCE = ": there is no such field; it has no effect";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {job: {jarFile: j, autoSavepointSecs: 300}} | spec.job.autoSavepointSecs | ; perhaps you mean spec.job.autoSavepointSeconds
            {job: {jarFile: j, paralellism: 3}}            | spec.job.paralellism          | ; perhaps you mean spec.job.parallelism
            {image: {name: f, imagePullPolicy: Always}}    | spec.image.imagePullPolicy    | ; perhaps you mean spec.image.pullPolicy
            {flinkConfiguration: {a: b}}                   | spec.flinkConfiguration       | ''
            {jobManager: {envVars: [{name: a}]}}           | spec.jobManager.envVars       | ; perhaps you mean spec.envVars
            {jobManager: {extraPorts: [{port: 1, containerPort: 2}]}} | spec.jobManager.extraPorts[0].port | ''
            {parallelism: 3}                               | spec.parallelism              | ; perhaps you mean spec.job.parallelism
            {mode: native}                                 | spec.mode                     | ; perhaps you mean spec.job.mode
            """)
    void aFieldThatDoesNotExistIsWarnedOf(String spec, String path, String suggestion) {
        String image = spec.contains("image") ? "" : "image: {name: f}, ";

        assertThat(Clusters.valid("{" + image + spec.substring(1)).warnings())
                .extracting(Problem::toString)
                .containsExactly(path + SENTENCE + suggestion);
    }

    @Test
    void whatSaysNothingAndOlderSpellingsAreNotWarnedOf() {
        var cluster =
                Clusters.valid(
                        """
                        image: {name: f}
                        nothing: ''
                        none: {}
                        batchSchedulerName: volcano
                        jobManager:
                          ServiceLabels: {a: b}
                          volumes: [{name: v, emptyDir: {}}]
                          mounts: [{name: v, mountPath: /v}]
                        job: {jarFile: j, savepoint: /s, takeSavepointOnUpgrade: true}
                        """);

        assertThat(cluster.warnings()).isEmpty();
    }
}
