package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.operator.flink.FlinkClientContract;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A session cluster on a real node with real Flink; the client's contract holds there too. */
class SessionE2E extends FlinkClientContract {
    private static final String ENDLESS =
            "{\"entryClass\": \"io.flinkoperator.examples.wordcount.Endless\", \"parallelism\": 1,"
                    + " \"programArgsList\": [%s]}";

    private static RealCluster real;
    private static String name;
    private static RealFlink flink;
    private static String jar;

    @BeforeAll
    static void makeCluster() throws Exception {
        real = new RealCluster("e2e-session");
        name =
                real.apply(
                        "session",
                        yaml ->
                                yaml.replace(
                                        "numberOfTaskSlots: \"2\"", "numberOfTaskSlots: \"4\""));
        eventually(
                () ->
                        assertThat(real.condition(name, "Ready"))
                                .map(condition -> condition.path("status").asText())
                                .contains("True"));
        flink = new RealFlink(real.jobManager(name));
        jar = flink.upload();
    }

    /** The next test needs the slots. */
    @AfterEach
    void cancelJobs() throws Exception {
        for (var job : flink.json("/jobs/overview").path("jobs")) {
            if (!FlinkJobState.of(job.path("state").asText()).isTerminal()) {
                cancel(job.path("jid").asText());
            }
        }
    }

    @AfterAll
    static void removeNamespace() {
        real.close();
    }

    @Test
    void takesAJobOverRestAndServesItsUi() throws Exception {
        // When
        String jobId = flink.run(jar, "{\"parallelism\": 1}");

        // Then
        eventually(() -> assertThat(state(jobId)).isEqualTo("FINISHED"));
        eventually(() -> assertThat(real.output(name)).contains("the\t9824"));
        assertThat(flink.get("/")).contains("Apache Flink Web Dashboard");
    }

    @Override
    protected URI jobManager() {
        return flink.uri();
    }

    @Override
    protected String version() {
        return "2.3.0";
    }

    @Override
    protected int taskManagers() {
        return 1;
    }

    @Override
    protected int slots() {
        return 4;
    }

    @Override
    protected String submitJob(String job) throws Exception {
        return flink.run(jar, ENDLESS.formatted("\"" + job + "\""));
    }

    @Override
    protected void cancel(String jobId) throws Exception {
        flink.cancel(jobId);
        eventually(() -> assertThat(state(jobId)).isEqualTo("CANCELED"));
    }

    @Override
    protected String runFailingJob(String job, String cause) throws Exception {
        String message = cause.substring(cause.indexOf(": ") + 2);
        String id = flink.run(jar, ENDLESS.formatted("\"" + job + "\", \"" + message + "\""));
        eventually(() -> assertThat(state(id)).isEqualTo("FAILED"));
        return id;
    }

    @Override
    protected String savepointFolder() {
        return "file:/tmp/savepoints";
    }

    private static String state(String jobId) throws Exception {
        return flink.json("/jobs/" + jobId).path("state").asText();
    }
}
