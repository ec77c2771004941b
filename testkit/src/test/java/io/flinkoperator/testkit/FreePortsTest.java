package io.flinkoperator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    private final List<FreePorts> taken = new ArrayList<>();

    @AfterEach
    void giveBack() {
        taken.forEach(FreePorts::close);
    }

    @Test
    void nobodyIsGivenThePortsOfAnotherWhoDoesNotListenYet() {
        // When
        IntStream.range(0, 100).forEach(i -> taken.add(FreePorts.take(3)));

        // Then
        assertThat(taken.stream().flatMap(it -> it.ports().stream()).toList())
                .hasSize(300)
                .doesNotHaveDuplicates();
    }

    @Test
    void aPortCanBeListenedOnAgainAndAgainByItsOwner() throws IOException {
        // Given
        taken.add(FreePorts.take(1));
        int port = taken.get(0).ports().get(0);

        for (int start = 0; start < 2; start++) {
            // When
            try (var server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                // Then
                assertThat(server.isBound()).isTrue();
            }
        }
    }
}
