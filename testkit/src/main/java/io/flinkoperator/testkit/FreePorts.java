package io.flinkoperator.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Loopback ports for programs that cannot choose one themselves. No other test run on this machine
 * is given them until they are given back, and no outgoing connection gets one, also while a
 * program that listens there is restarted.
 */
public final class FreePorts implements AutoCloseable {

    /** Below the ports that Linux gives to outgoing connections. */
    private static final int FIRST = 20_000;

    private static final int BLOCKS = 1000;

    /** The first port of a block is listened on by its owner, to be seen by others. */
    private static final int BLOCK = 8;

    private final ServerSocket claim;
    private final List<Integer> ports;

    private FreePorts(ServerSocket claim, List<Integer> ports) {
        this.claim = claim;
        this.ports = ports;
    }

    /** Takes up to seven different ports. */
    public static FreePorts take(int count) {
        var begin = ThreadLocalRandom.current().nextInt(BLOCKS);
        return IntStream.range(begin, begin + BLOCKS)
                .mapToObj(block -> claim(FIRST + block % BLOCKS * BLOCK, count))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "No ports are free from %d to %d"
                                                .formatted(FIRST, FIRST + BLOCKS * BLOCK)));
    }

    private static Optional<FreePorts> claim(int first, int count) {
        try {
            var claim = listen(first);
            var ports = IntStream.rangeClosed(first + 1, first + count).boxed().toList();
            if (ports.stream().allMatch(FreePorts::isFree)) {
                return Optional.of(new FreePorts(claim, ports));
            }
            claim.close();
        } catch (IOException taken) {
            // By somebody else.
        }
        return Optional.empty();
    }

    public List<Integer> ports() {
        return ports;
    }

    @Override
    public void close() {
        try {
            claim.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to give back " + ports, e);
        }
    }

    private static boolean isFree(int port) {
        try (var socket = listen(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return socket;
        } catch (IOException taken) {
            socket.close();
            throw taken;
        }
    }
}
