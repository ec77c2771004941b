package io.flinkoperator.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** A server on a loopback port that says the same bytes to everybody, be they HTTP or not. */
final class RawServer implements AutoCloseable {
    private static final int TLS_HANDSHAKE = 0x16;

    private final ServerSocket server;
    private final List<Socket> kept = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    private RawServer(ServerSocket server, String said, boolean hangsUp) throws IOException {
        this.server = server;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread thread = new Thread(() -> serve(said, hangsUp), "raw server");
        thread.setDaemon(true);
        thread.start();
    }

    static RawServer hangingUpAfter(String said) throws IOException {
        return new RawServer(new ServerSocket(), said, true);
    }

    static RawServer silentAfter(String said) throws IOException {
        return new RawServer(new ServerSocket(), said, false);
    }

    static RawServer encryptedAndSilentAfter(String said, SSLContext identity) throws IOException {
        return new RawServer(identity.getServerSocketFactory().createServerSocket(), said, false);
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : kept) {
            socket.close();
        }
    }

    private void serve(String said, boolean hangsUp) {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                readHead(socket);
                socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
                if (hangsUp) {
                    socket.close();
                } else {
                    kept.add(socket);
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /** Else closing would reset the connection, and what was said could be lost. */
    private static void readHead(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next == TLS_HANDSHAKE) {
                in.skip(in.available());
            }
            if (next < 0 || next == TLS_HANDSHAKE) {
                return;
            }
            head.append((char) next);
        }
    }
}
