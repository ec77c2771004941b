package io.flinkoperator.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Sources as a fetch of the test's would make them; loopback is allowed. */
final class Sources {
    private Sources() {}

    static Request request(String uri, Map<String, String> variables) throws FetchException {
        return request(uri, variables, Resolver.SYSTEM);
    }

    static Request request(String uri, Map<String, String> variables, Resolver resolver)
            throws FetchException {
        Settings settings =
                new Settings(
                        URI.create(uri),
                        Path.of("/job.jar"),
                        Optional.empty(),
                        1,
                        Duration.ofSeconds(1),
                        Set.of("127.0.0.1"));
        AddressRules rules = new AddressRules(settings.allowedHosts());
        Http http = new Http(resolver, trust(), rules);
        Clock clock = Clock.fixed(Fetching.NOW, ZoneOffset.UTC);
        return Source.of(settings, new Environment(variables), http, clock).request();
    }

    private static SSLContext trust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
