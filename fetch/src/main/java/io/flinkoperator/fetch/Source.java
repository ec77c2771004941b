package io.flinkoperator.fetch;

import java.time.Clock;

/** Where a jar lies: makes the request for it, with the credentials that the environment has. */
@FunctionalInterface
interface Source {
    Request request() throws FetchException;

    static Source of(Settings settings, Environment environment, Http http, Clock clock) {
        return switch (settings.uri().getScheme()) {
            case "gs" -> new GoogleStorage(settings.uri(), environment, http, clock);
            case "s3" -> new AmazonS3(settings.uri(), environment, http, clock);
            case "abfs", "abfss" -> new AzureStorage(settings.uri(), environment, http);
            default -> new WebServer(settings.uri(), environment);
        };
    }

    /** For a token server that answered, but without what was asked for. */
    static FetchException tokenMissing(Request request) {
        return FetchException.lasting(
                request.host() + " answered without credentials", "check what it is asked with");
    }

    /** A path as object stores want it: all but the slashes encoded. */
    static String encodedPath(String path) {
        return Request.encoded(path).replace("%2F", "/");
    }
}
