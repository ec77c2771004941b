package io.flinkoperator.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Optional;

/** gs://bucket/object, as a service account by its key or by workload identity, else anonymous. */
record GoogleStorage(URI uri, Environment environment, Http http, Clock clock) implements Source {
    private static final String TOKEN_PATH =
            "/computeMetadata/v1/instance/service-accounts/default/token";

    @Override
    public Request request() throws FetchException {
        Optional<String> emulator = environment.endpoint("STORAGE_EMULATOR_HOST");
        String endpoint = emulator.orElse("https://storage.googleapis.com");
        String bucket = Request.encoded(uri.getRawAuthority());
        String object = Request.encoded(uri.getPath().substring(1));
        Request request =
                Request.get(
                        URI.create(
                                endpoint
                                        + "/storage/v1/b/"
                                        + bucket
                                        + "/o/"
                                        + object
                                        + "?alt=media"));
        return emulator.isPresent() ? request : authorized(request);
    }

    private Request authorized(Request request) throws FetchException {
        if (environment.value("GOOGLE_APPLICATION_CREDENTIALS").isPresent()) {
            ServiceAccountKey key =
                    ServiceAccountKey.of(environment.fileNamedBy("GOOGLE_APPLICATION_CREDENTIALS"));
            Request tokenRequest = key.tokenRequest(clock.instant());
            String token = token(tokenRequest, http.text(tokenRequest));
            return request.authorized("Bearer " + token, "as service account " + key.email());
        }
        return workloadToken()
                .map(token -> request.authorized("Bearer " + token, "with workload identity"))
                .orElse(request);
    }

    /** That of the pod's service account, or of the machine's where there is none for the pod. */
    private Optional<String> workloadToken() throws FetchException {
        String server =
                environment.endpoint("GCE_METADATA_HOST").orElse("http://metadata.google.internal");
        Request request =
                Request.get(URI.create(server + TOKEN_PATH)).with("Metadata-Flavor", "Google");
        if (!isKnown(request.uri().getHost())) {
            return Optional.empty();
        }
        try (Response answer = http.reaching(request.uri().getHost()).send(request)) {
            boolean isGoogle = answer.header("Metadata-Flavor").isPresent();
            return isGoogle && answer.code() != 404
                    ? Optional.of(token(request, answer.orRefusal().text()))
                    : Optional.empty();
        } catch (IOException broken) {
            throw Http.broken(request, broken);
        }
    }

    private boolean isKnown(String host) {
        try {
            return !http.resolver().addresses(host).isEmpty();
        } catch (UnknownHostException elsewhere) {
            return false;
        }
    }

    private static String token(Request request, String answer) throws FetchException {
        return Json.text(answer, "access_token").orElseThrow(() -> Source.tokenMissing(request));
    }
}
