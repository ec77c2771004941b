package io.flinkoperator.testkit;

import java.net.URI;
import java.util.Optional;

/** A request that reached a {@link FaultProxy}; each is equal to itself alone. */
public final class ProxiedRequest {
    private final String method;
    private final URI uri;
    private final String body;

    ProxiedRequest(String method, URI uri, String body) {
        this.method = method;
        this.uri = uri;
        this.body = body;
    }

    public String method() {
        return method;
    }

    /** Path and query. */
    public URI uri() {
        return uri;
    }

    public String body() {
        return body;
    }

    /** Whether it asks for a change. */
    public boolean isWrite() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    /** Whether the answer is a stream of events. */
    public boolean isWatch() {
        var query = Optional.ofNullable(uri.getRawQuery()).orElse("");
        return ("&" + query + "&").contains("&watch=true&");
    }

    @Override
    public String toString() {
        return method + " " + uri;
    }
}
