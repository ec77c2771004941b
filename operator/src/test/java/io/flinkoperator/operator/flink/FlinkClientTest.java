package io.flinkoperator.operator.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.testkit.Behaviour;
import io.flinkoperator.testkit.FakeFlink;
import io.flinkoperator.testkit.FakeJobManager;
import io.flinkoperator.testkit.FakeJobState;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on the fake, and what only a fake can do. */
class FlinkClientTest extends FlinkClientContract {
    private static final String JOB = "0123456789abcdef0123456789abcdef";

    private final FakeFlink flink = FakeFlink.start();
    private final FakeJobManager fake =
            flink.add("shop", "sales").version("2.3.0").taskManagers(2, 3);

    @AfterEach
    void stop() {
        flink.close();
    }

    @Override
    protected URI jobManager() {
        return fake.uri();
    }

    @Override
    protected String version() {
        return "2.3.0";
    }

    @Override
    protected int slots() {
        return 6;
    }

    @Override
    protected String runJob(String name) {
        fake.submit(JOB, name);
        return JOB;
    }

    @Override
    protected void cancel(String jobId) {
        fake.setState(jobId, FakeJobState.CANCELED);
    }

    @Override
    protected String runFailingJob(String name, String cause) {
        fake.submit(JOB, name);
        fake.fail(
                JOB,
                """
                org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestart
                \tat org.apache.flink.runtime.Some.handle(Some.java:180)
                Caused by: %s
                \tat com.example.Job.map(Job.java:7)
                """
                        .formatted(cause));
        return JOB;
    }

    static Stream<Arguments> uselessAnswers() {
        return Stream.of(
                Arguments.of(Behaviour.htmlErrorPage(), "GET /jobs/overview: HTTP 502"),
                Arguments.of(Behaviour.internalError(), "GET /jobs/overview: HTTP 500"),
                Arguments.of(
                        Behaviour.truncatedJson(), "GET /jobs/overview: the answer is not JSON"),
                Arguments.of(
                        new Behaviour.Broken(200, "application/json", "{}"),
                        "the answer has no field 'jobs'"),
                Arguments.of(
                        new Behaviour.Broken(200, "application/json", ""),
                        "the answer has no field 'jobs'"),
                Arguments.of(
                        new Behaviour.Broken(200, "application/json", "{\"jobs\":[{}]}"),
                        "the answer has no field 'jid'"),
                Arguments.of(Behaviour.dead(), "GET /jobs/overview: "));
    }

    @ParameterizedTest
    @MethodSource("uselessAnswers")
    void aUselessAnswerIsAnErrorThatSaysWhatCameBack(Behaviour behaviour, String message) {
        fake.behave(behaviour);

        assertThatThrownBy(
                        () ->
                                new FlinkClient()
                                        .jobs(jobManager())
                                        .orTimeout(20, TimeUnit.SECONDS)
                                        .join())
                .cause()
                .isInstanceOf(FlinkException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void whoDoesNotListenIsSaidToRefuse() {
        flink.close();

        assertThatThrownBy(() -> new FlinkClient().overview(jobManager()).join())
                .cause()
                .hasMessage("GET /overview: connection refused or host unknown");
    }

    @ParameterizedTest
    @EnumSource(FakeJobState.class)
    void everyStateOfAJobIsKnown(FakeJobState state) {
        // Given
        fake.submit(JOB, "job").setState(JOB, state);

        // When
        FlinkJob job = new FlinkClient().jobs(jobManager()).join().get(0);

        // Then
        assertThat(job.state()).isNotEqualTo(FlinkJobState.UNKNOWN);
        assertThat(job.state().name()).isEqualTo(state.name());
        assertThat(job.state().isTerminal()).isEqualTo(state.isTerminal());
    }
}
