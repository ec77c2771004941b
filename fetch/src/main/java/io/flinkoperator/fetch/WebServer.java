package io.flinkoperator.fetch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A server that has the jar under its URI. */
record WebServer(URI uri, Environment environment) implements Source {
    @Override
    public Request request() throws FetchException {
        Request plain = Request.get(uri);
        Optional<String> authorization = environment.value("FETCH_AUTHORIZATION");
        if (authorization.isPresent()) {
            return plain.authorized(authorization.get(), "with FETCH_AUTHORIZATION");
        }
        return environment
                .pair("FETCH_USERNAME", "FETCH_PASSWORD")
                .map(
                        user ->
                                plain.authorized(
                                        basic(user), "with FETCH_USERNAME and FETCH_PASSWORD"))
                .orElse(plain);
    }

    private static String basic(List<String> user) {
        byte[] bytes = String.join(":", user).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }
}
