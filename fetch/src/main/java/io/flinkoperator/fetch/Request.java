package io.flinkoperator.fetch;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A GET or, with a form, a POST.
 *
 * @param isSecret Whether who reads it on the wire could use what is in it.
 * @param identity As who it asks, for example "as service account x"; part of sentences.
 */
record Request(
        URI uri,
        Map<String, String> headers,
        Optional<String> form,
        boolean isSecret,
        Optional<String> identity) {
    Request {
        headers = Map.copyOf(headers);
    }

    static Request get(URI uri) {
        return new Request(uri, Map.of(), Optional.empty(), false, Optional.empty());
    }

    /** For a token. */
    static Request post(URI uri, Map<String, String> form, String asWho) {
        String body =
                form.entrySet().stream()
                        .map(it -> it.getKey() + "=" + encoded(it.getValue()))
                        .collect(Collectors.joining("&"));
        return new Request(uri, Map.of(), Optional.of(body), true, Optional.of(asWho));
    }

    Request with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Request(uri, more, form, isSecret, identity);
    }

    /** With a value that is worth stealing. */
    Request authorized(String authorization, String asWho) {
        return with("Authorization", authorization).secretly(asWho);
    }

    Request secretly(String asWho) {
        return new Request(uri, headers, form, true, Optional.of(asWho));
    }

    /** The same at another place: what proves who asks is not for other hosts. */
    Request at(URI location) {
        return isWeb(location) && origin(location).equals(origin(uri))
                ? new Request(location, headers, form, isSecret, identity)
                : get(location);
    }

    String line() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return method() + " " + path + query + " HTTP/1.1";
    }

    Map<String, String> allHeaders() {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Host", host());
        all.put("Connection", "close");
        all.put("Accept", "*/*");
        all.put("Accept-Encoding", "identity");
        all.put("User-Agent", "flink-operator-fetch");
        form.ifPresent(
                body -> {
                    all.put("Content-Type", "application/x-www-form-urlencoded");
                    all.put("Content-Length", String.valueOf(body.length()));
                });
        return all;
    }

    String method() {
        return form.isPresent() ? "POST" : "GET";
    }

    String host() {
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    int port() {
        return uri.getPort() >= 0 ? uri.getPort() : isEncrypted() ? 443 : 80;
    }

    boolean isEncrypted() {
        return "https".equals(uri.getScheme());
    }

    /** Without the query, which may be secret. */
    static String shown(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }

    static boolean isWeb(URI uri) {
        return "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String origin(URI uri) {
        return Request.get(uri).port() + uri.getScheme() + "://" + uri.getHost();
    }
}
