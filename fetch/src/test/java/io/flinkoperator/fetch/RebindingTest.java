package io.flinkoperator.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.fetch.TestServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name whose address changes between being checked and being connected to. */
class RebindingTest {
    private static final String REFUSED =
            "; refused; if that is meant, add the host to spec.job.jarFetch.allowedHosts";

    @TempDir private Path folder;

    @Test
    void connectsToTheAddressThatWasChecked() throws IOException {
        try (TestServer server = TestServer.answering(Answer.of(200, "PK a jar"))) {
            Fetching fetching =
                    new Fetching(folder, "http://repo.test:" + server.port() + "/job.jar")
                            .resolving(inTurn("127.0.0.1", "192.0.2.1"));
            assertThat(fetching.run()).isZero();
            assertThat(fetching.lookups()).containsExactly("repo.test");
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void looksARefusedNameUpJustOnce() throws IOException {
        Fetching fetching =
                new Fetching(folder, "http://evil.test/job.jar")
                        .resolving(inTurn("169.254.169.254", "192.0.2.1"));
        fetching.fails(
                1,
                "Failed to fetch http://evil.test/job.jar: host \"evil.test\" resolves to"
                        + " 169.254.169.254, a link-local address"
                        + REFUSED);
        assertThat(fetching.lookups()).containsExactly("evil.test");
    }

    @Test
    void checksTheNameInEachAttempt() throws IOException {
        Fetching fetching =
                new Fetching(folder, "http://evil.test/job.jar")
                        .resolving(inTurn("unknown.invalid", "169.254.169.254"));
        fetching.fails(
                1,
                "Failed to fetch http://evil.test/job.jar: host \"evil.test\" resolves to"
                        + " 169.254.169.254, a link-local address; refused (2 attempts); if that is meant, add the host to"
                        + " spec.job.jarFetch.allowedHosts");
        assertThat(fetching.lookups()).containsExactly("evil.test", "evil.test");
    }

    @Test
    void refusesANameIfOneOfItsAddressesIsRefused() throws IOException {
        new Fetching(folder, "https://evil.test/job.jar")
                .resolving(host -> List.of(literal("192.0.2.1"), literal("100.100.100.200")))
                .fails(
                        1,
                        "Failed to fetch https://evil.test/job.jar: host \"evil.test\" resolves to"
                                + " 100.100.100.200, the address of a metadata service"
                                + REFUSED);
    }

    private static Resolver inTurn(String... addresses) {
        Deque<String> left = new ArrayDeque<>(List.of(addresses));
        return host -> Fetching.loopbackOfTests(left.pop());
    }

    private static InetAddress literal(String address) throws UnknownHostException {
        return Resolver.SYSTEM.addresses(address).get(0);
    }
}
