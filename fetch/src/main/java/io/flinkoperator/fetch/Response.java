package io.flinkoperator.fetch;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What came back for a request. The body is still on its way; closing ends the connection. */
record Response(
        Request request, Socket socket, String status, Map<String, String> headers, Body body)
        implements Closeable {
    private static final Pattern STATUS =
            Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: (.{0,60}).*)?");
    private static final Pattern ERROR_CODE = Pattern.compile("<Code>(\\w{1,60})</Code>");
    private static final Pattern PLAIN = Pattern.compile("[^<>{}]+");
    private static final String NAME_A_SECRET =
            "name a Secret that has them in spec.job.jarFetch.credentialsSecretName";
    private static final int MOST_HEADERS = 200;
    private static final int LONGEST_REASON = 200;
    private static final int LONGEST_TEXT = 256 * 1024;

    static Response read(Request request, Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        String status = status(in);
        Map<String, String> headers = headers(in);
        while (status.startsWith("1")) {
            status = status(in);
            headers = headers(in);
        }
        return new Response(request, socket, status, headers, body(in, headers));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    int code() {
        return Integer.parseInt(status.substring(0, 3));
    }

    /** The request that a redirect asks for instead. */
    Request redirected() throws FetchException {
        if (header("Location").isEmpty() || !status.matches("30[12378].*")) {
            throw refusal();
        }
        URI location = location(headers.get("Location"));
        if (!Request.isWeb(location) || location.getHost() == null) {
            throw refusedRedirect("an address that is neither https nor http");
        } else if (request.isEncrypted() && !Request.get(location).isEncrypted()) {
            throw refusedRedirect(location.getHost() + " over plain http");
        }
        return request.at(location);
    }

    private URI location(String text) throws FetchException {
        try {
            return request.uri().resolve(text);
        } catch (IllegalArgumentException wrong) {
            throw refusedRedirect("something that is no URI");
        }
    }

    private FetchException refusedRedirect(String where) {
        return FetchException.lasting(
                request.host() + " redirects to " + where + "; refused",
                "write the address of the jar itself in spec.job.jarFile");
    }

    /** All of a short body. */
    String text() throws IOException {
        return new String(body.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
    }

    Response orRefusal() throws FetchException {
        if (code() != 200) {
            throw refusal();
        }
        return this;
    }

    /** The sentence for an answer that is not the one hoped for. */
    private FetchException refusal() {
        String reason = reason().map(" (%s)"::formatted).orElse("");
        String answer = request.host() + " answered " + status + reason;
        if (code() == 429 || code() >= 500) {
            return FetchException.passing(answer, "try again later");
        } else if (code() == 401 || code() == 403 || request.form().isPresent()) {
            return FetchException.lasting(
                    answer + " to a request " + request.identity().orElse("without credentials"),
                    request.identity().isPresent() ? "check its rights" : NAME_A_SECRET);
        }
        return FetchException.lasting(
                answer,
                header("x-amz-bucket-region")
                        .map("set AWS_REGION to the bucket's, "::concat)
                        .orElse("check spec.job.jarFile"));
    }

    @Override
    public void close() {
        Http.close(socket);
    }

    /** The word or sentence that object stores and token servers give. */
    private Optional<String> reason() {
        try {
            String text = text();
            Matcher code = ERROR_CODE.matcher(text);
            return header("x-ms-error-code")
                    .or(() -> code.find() ? Optional.of(code.group(1)) : Optional.empty())
                    .or(() -> Json.text(text, "error_description"))
                    .or(() -> Json.text(text, "message"))
                    .or(() -> PLAIN.matcher(text).matches() ? Optional.of(text) : Optional.empty())
                    .map(it -> it.substring(0, Math.min(it.length(), LONGEST_REASON)).strip());
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    private static String status(InputStream in) throws IOException {
        Matcher status = STATUS.matcher(Body.line(in));
        if (!status.matches()) {
            throw new ProtocolException("that is not HTTP");
        }
        return status.group(1) + Optional.ofNullable(status.group(2)).map(" "::concat).orElse("");
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int count = 0; count < MOST_HEADERS; count++) {
            String line = Body.line(in);
            if (line.isEmpty()) {
                return headers;
            }
            String[] parts = line.split(":", 2);
            headers.merge(
                    parts[0], parts[parts.length - 1].strip(), (one, two) -> one + ", " + two);
        }
        throw new ProtocolException("there are too many headers");
    }

    private static Body body(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("Transfer-Encoding", "").endsWith("chunked")) {
            return Body.chunked(in);
        }
        String length = headers.get("Content-Length");
        if (length == null) {
            return Body.untilClose(in);
        } else if (!length.matches("\\d{1,18}")) {
            throw new ProtocolException("Content-Length is not a number");
        }
        return Body.ofLength(in, Long.parseLong(length));
    }
}
