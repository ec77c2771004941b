package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecParserTest {

    @Test
    void defaultsAreFilledInWhereTheUserSaysNothing() {
        var spec = Clusters.valid("image: {name: flink}\njobManager: {ports: {ui: 9000}}").spec();

        assertThat(spec.jobManager().ports().rpc()).isEqualTo(6123);
        assertThat(spec.jobManager().ports().ui()).isEqualTo(9000);
        assertThat(spec.taskManager().replicas()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            image: {}                                            | spec.image.name: is missing
            image: {name: 'a b'}                                 | spec.image.name: 'a b' must not hold white space
            image: {name: f, pullPolicy: Sometimes}              | spec.image.pullPolicy: 'Sometimes' is not one of [Always, IfNotPresent, Never]
            {image: {name: f}, flinkVersion: latest}             | spec.flinkVersion: 'latest' is not a version
            {image: {name: f}, flinkVersion: 1.20}               | spec.flinkVersion: '1.2' is too old; 1.7 is the oldest that is known. If you mean 1.20, write it in quotes: YAML takes it for the number 1.2
            {image: {name: f}, flinkVersion: '1.5'}              | spec.flinkVersion: '1.5' is too old; 1.7 is the oldest that is known
            {image: {name: ' '}}                                 | spec.image.name: is missing; name an image that holds Flink
            {image: {name: f}, batchScheduler: {name: ''}}       | spec.batchScheduler.name: is missing; set it to volcano, or leave batchScheduler out
            {image: {name: f}, hadoopConfig: {configMapName: '', mountPath: ''}} | spec.hadoopConfig.configMapName: is missing; name the ConfigMap of Hadoop
            {image: {name: f}, gcpConfig: {serviceAccount: {secretName: s, keyFile: k, mountPath: ''}}} | spec.gcpConfig.serviceAccount.mountPath: is missing; name the folder of the key file
            {image: {name: f}, gcpConfig: {serviceAccount: {secretName: s, keyFile: '', mountPath: /m}}} | spec.gcpConfig.serviceAccount.keyFile: is missing; name the key file in the Secret
            {image: {name: f}, highAvailability: {storageDir: ''}} | spec.highAvailability.storageDir: is missing; name a folder that all pods reach
            {image: {name: f}, job: {jarFile: ''}}               | spec.job.jarFile: is missing; set it to the path
            {image: {name: f}, job: {jarFile: j, savepointsDir: /s, savepointSchedule: {cron: ''}}} | spec.job.savepointSchedule.cron: is missing; write five fields such as
            {image: {name: f}, flinkProperties: {state.savepoints.dir: ''}, job: {jarFile: j, autoSavepointSeconds: 9}} | spec.job.savepointsDir: is missing; autoSavepointSeconds needs a place
            {image: {name: f}, jobManager: {replicas: 2}}        | spec.jobManager.replicas: '2' is not possible; standby JobManagers come with spec.highAvailability.replicas
            {image: {name: f}, taskManager: {replicas: 0}}       | spec.taskManager.replicas: '0' is not a number from 1 to 10000
            {image: {name: f}, taskManager: {replicas: two}}     | spec.taskManager.replicas: 'two' is not a whole number
            {image: {name: f}, taskManager: {volumes: [{name: a, emptyDir: {sizeLimit: ""}}]}} | spec.taskManager.volumes[0].emptyDir.sizeLimit: '' cannot be read: Invalid quantity string format passed.
            {image: {name: f}, taskManager: {replicas: 1.5}}     | spec.taskManager.replicas: '1.5' is not a whole number
            {image: {name: f}, taskManager: []}                  | spec.taskManager: has the wrong type; it must be an object
            {image: {name: f}, jobManager: {ports: {ui: 6123}}}  | spec.jobManager.ports.ui: '6123' is taken by spec.jobManager.ports.rpc
            {image: {name: f}, jobManager: {ports: {ui: 70000}}} | spec.jobManager.ports.ui: '70000' is not a port from 1 to 65535
            {image: {name: f}, flinkProperties: {'a b': c}}      | spec.flinkProperties: 'a b' is not the name of a Flink option
            {image: {name: f}, job: {}}                          | spec.job.jarFile: is missing
            {image: {name: f}, job: {jarFile: 'ftp://b/j.jar'}}  | spec.job.jarFile: 'ftp:' is not supported
            {image: {name: f}, job: {jarFile: '--help'}}         | spec.job.jarFile: '--help' must neither begin with '-'
            {image: {name: f}, job: {jarFile: j, parallelism: 0}}| spec.job.parallelism: '0' is not a number from 1 to 32768
            {image: {name: f}, job: {jarFile: j, className: 'a;b'}} | spec.job.className: 'a;b' is not the name of a Java class
            {image: {name: f}, envVars: [{value: x}]}            | spec.envVars[0]: has no name; give it one
            {image: {name: f}, jobManager: {resources: {limits: {memory: lots}}}} | spec.jobManager.resources.limits.memory: 'lots' is not a quantity
            {image: {name: f}, jobManager: {resources: {limits: {cpu: 1}, requests: {cpu: 2}}}} | spec.jobManager.resources.requests.cpu: '2' is more than the limit '1'
            """)
    void badInputGetsOneSentence(String spec, String sentence) {
        assertThat(Clusters.problems(spec)).singleElement().asString().startsWith(sentence);
    }

    @ParameterizedTest
    @CsvSource({"Sales", "-sales", "sales-", "a.b", "a23456789-a23456789-a23456789-a23456789-a"})
    void namesThatPodsCannotCarryAreRefused(String name) {
        assertThat(Clusters.problems(Clusters.named(name, Clusters.SESSION)))
                .singleElement()
                .asString()
                .startsWith("metadata.name: '" + name + "' must be a DNS label");
    }

    @Test
    void missingSpecIsRefusedNotThrown() {
        FlinkCluster cluster = Clusters.of(Clusters.SESSION);
        cluster.setSpec(null);

        assertThat(Clusters.problems(cluster))
                .containsExactly("spec: is missing; describe the cluster there");
    }

    @Test
    void optionsThatTheOperatorOwnsGiveAWarning() {
        var cluster =
                Clusters.valid("image: {name: f}\nflinkProperties: {rest.port: \"1\", a.b: c}");

        assertThat(cluster.warnings())
                .extracting(Problem::field)
                .containsExactly("spec.flinkProperties.rest.port");
    }

    @ParameterizedTest
    @CsvSource({
        "v1.12, 1.12",
        "V2.3.0, 2.3",
        "1.20.0-scala_2.12, 1.20",
        "v1_20, 1.20",
        "1_18_1, 1.18",
        "2.3-SNAPSHOT, 2.3",
        "' 1.17 ', 1.17",
        "1, 1.20",
        "1.x, 1.20",
        "v2, 2.3",
        "'', ",
        "' ', "
    })
    void versionIsReadAsPeopleWriteIt(String text, String version) {
        String spec = "image: {name: 'my/job:4.2'}\nflinkVersion: '" + text + "'";

        assertThat(Clusters.valid(spec).flinkVersion())
                .map(FlinkVersion::toString)
                .isEqualTo(java.util.Optional.ofNullable(version));
    }

    /** The schema of v1beta1 refuses them; that of v1alpha1 lets them in. */
    @ParameterizedTest
    @CsvSource({"1.12, 1.12", "2.0, 2.0", "1, 1.20"})
    void versionMayBeANumberAsLongAsThatIsTheSame(String number, String version) {
        assertThat(
                        Clusters.valid("{image: {name: f}, flinkVersion: " + number + "}")
                                .flinkVersion())
                .map(FlinkVersion::toString)
                .contains(version);
    }

    @ParameterizedTest
    @CsvSource({"flink:1.17.2, 1, 1.17", "flink:1.17, 2, 2.3", "flink:1.17, '', 1.17"})
    void aFirstNumberAloneIsCompletedByTheImage(String image, String text, String version) {
        String spec = "image: {name: '" + image + "'}\nflinkVersion: '" + text + "'";

        assertThat(Clusters.valid(spec).flinkVersion())
                .map(FlinkVersion::toString)
                .contains(version);
    }

    @ParameterizedTest
    @CsvSource({
        "flink:v1.17.2, 1.17",
        "flink:1.19-scala_2.12-java11, 1.19",
        "flink:scala_2.12, ",
        "flink:1, ",
        "flink:2.3.0-java17, 2.3",
        "registry:5000/team/flink:1.20, 1.20",
        "flink, ",
        "my/job:4.2, ",
        "flink@sha256:abc, "
    })
    void versionIsTakenFromTheTagOfAFlinkImage(String image, String version) {
        assertThat(Clusters.valid("image: {name: '" + image + "'}").flinkVersion())
                .map(FlinkVersion::toString)
                .isEqualTo(java.util.Optional.ofNullable(version));
    }
}
