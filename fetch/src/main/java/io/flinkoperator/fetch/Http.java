package io.flinkoperator.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Sends one request over one connection of its own.
 *
 * <p>By hand, since the clients of the JDK look a name up themselves when they connect: a name that
 * is harmless when it is checked could be 169.254.169.254 a moment later. Here the addresses that
 * were checked are the ones connected to, while Host, SNI and the certificate's check keep the
 * name. With one request for each connection and no proxy, little of HTTP is left.
 */
record Http(Resolver resolver, SSLContext trust, AddressRules rules) {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 60_000;

    /** For a request that this program makes by itself, to an address that is refused otherwise. */
    Http reaching(String host) {
        return new Http(resolver, trust, new AddressRules(Set.of(host)));
    }

    Response send(Request request) throws FetchException {
        refuseUnsafe(request);
        Socket socket = connected(request);
        try {
            write(request, socket.getOutputStream());
            return Response.read(request, socket);
        } catch (IOException broken) {
            close(socket);
            throw broken(request, broken);
        }
    }

    private void refuseUnsafe(Request request) throws FetchException {
        if (request.isSecret() && !request.isEncrypted() && !rules.isAllowedByName(request)) {
            throw FetchException.setting(
                    "credentials are not sent to " + request.host() + " over plain http",
                    "use https, or add the host to spec.job.jarFetch.allowedHosts");
        }
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            if (header.getValue().chars().anyMatch(Character::isISOControl)) {
                throw FetchException.setting(
                        "the value of " + header.getKey() + " holds a control character",
                        "correct it in its Secret");
            }
        }
    }

    /** The body of the answer to a request for a token. */
    String text(Request request) throws FetchException {
        try (Response response = send(request)) {
            return response.orRefusal().text();
        } catch (IOException broken) {
            throw broken(request, broken);
        }
    }

    static FetchException broken(Request request, IOException broken) {
        return FetchException.passing(
                "no complete answer from " + request.host() + ": " + said(broken),
                "try again later");
    }

    private Socket connected(Request request) throws FetchException {
        IOException failure = new IOException("it has no address");
        for (InetAddress address : checkedAddresses(request)) {
            try {
                return secured(open(address, request.port()), request);
            } catch (IOException next) {
                failure = next;
            }
        }
        throw unreachable(request, failure);
    }

    private List<InetAddress> checkedAddresses(Request request) throws FetchException {
        try {
            List<InetAddress> addresses = resolver.addresses(request.uri().getHost());
            rules.check(request, addresses);
            return addresses;
        } catch (UnknownHostException unknown) {
            throw FetchException.passing(
                    "host \"" + request.uri().getHost() + "\" is not known to DNS",
                    "check its name");
        }
    }

    /** On a channel, as interrupting its thread ends whatever it waits for. */
    private static Socket open(InetAddress address, int port) throws IOException {
        Socket socket = SocketChannel.open().socket();
        try {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            socket.setSoTimeout(SILENCE_MILLIS);
            return socket;
        } catch (IOException failure) {
            close(socket);
            throw failure;
        }
    }

    private Socket secured(Socket socket, Request request) throws IOException {
        if (!request.isEncrypted()) {
            return socket;
        }
        try {
            String host = request.uri().getHost().replaceAll("[\\[\\]]", "");
            SSLSocket secured =
                    (SSLSocket)
                            trust.getSocketFactory()
                                    .createSocket(socket, host, request.port(), true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return secured;
        } catch (IOException failure) {
            close(socket);
            throw failure;
        }
    }

    private static FetchException unreachable(Request request, IOException failure) {
        Optional<String> distrust =
                Stream.iterate((Throwable) failure, it -> it != null, Throwable::getCause)
                        .filter(CertificateException.class::isInstance)
                        .map(it -> it.getMessage().replaceFirst(".*Exception: ", ""))
                        .reduce((outer, inner) -> inner);
        if (distrust.isPresent()) {
            return FetchException.lasting(
                    "the certificate of " + request.host() + " is not trusted: " + distrust.get(),
                    "put its authority's certificate into the Secret as FETCH_CA_CERTIFICATES");
        }
        return FetchException.passing(
                "cannot connect to " + request.host() + ": " + said(failure),
                "check that the server runs and can be reached from here");
    }

    /** Some of them come without a message. */
    private static String said(IOException failure) {
        return Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName());
    }

    private static void write(Request request, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder(request.line()).append("\r\n");
        for (Map.Entry<String, String> header : request.allHeaders().entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        head.append("\r\n").append(request.form().orElse(""));
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // Nobody uses it any more.
        }
    }
}
