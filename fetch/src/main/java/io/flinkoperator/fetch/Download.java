package io.flinkoperator.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Gets the jar under its name, complete and checked, or not at all. */
final class Download {
    private static final int MOST_REDIRECTS = 5;
    private static final int BUFFER_SIZE = 64 * 1024;
    private static final int SHOWN_BYTES = 40;

    private final Settings settings;
    private final Source source;
    private final Http http;
    private final AtomicLong received = new AtomicLong();

    Download(Settings settings, Source source, Http http) {
        this.settings = settings;
        this.source = source;
        this.http = http;
    }

    /** The bytes that have come so far in this attempt; may be asked by any thread. */
    long received() {
        return received.get();
    }

    /** One attempt. */
    Fetched attempt() throws FetchException {
        received.set(0);
        try (Response response = followed(source.request());
                PartFile file = new PartFile(settings.target())) {
            receive(response, file);
            Fetched fetched = new Fetched(file.size(), file.sha256());
            checkSum(fetched);
            file.complete();
            return fetched;
        }
    }

    /** By hand, as each hop has to be checked, and credentials are not for other hosts. */
    private Response followed(Request first) throws FetchException {
        Request request = first;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Response response = http.send(request);
            if (response.code() == 200) {
                return response;
            }
            try (response) {
                request = response.redirected();
            }
        }
        throw FetchException.lasting(
                request.host() + " redirects more than " + MOST_REDIRECTS + " times",
                "write the address that it leads to in spec.job.jarFile");
    }

    private void receive(Response response, PartFile file) throws FetchException {
        checkSize(response.body().announced());
        byte[] buffer = new byte[BUFFER_SIZE];
        try {
            int count = response.body().readNBytes(buffer, 0, SHOWN_BYTES);
            checkContent(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            while (count > 0) {
                checkSize(received.addAndGet(count));
                file.write(buffer, count);
                count = response.body().read(buffer);
            }
        } catch (IOException broken) {
            throw Http.broken(response.request(), broken);
        }
    }

    private void checkSize(long bytes) throws FetchException {
        if (bytes > settings.maxBytes()) {
            throw FetchException.lasting(
                    String.format(Locale.ROOT, "it is larger than %,d bytes", settings.maxBytes()),
                    "raise spec.job.jarFetch.maxSize");
        }
    }

    private void checkContent(String start) throws FetchException {
        if (!settings.target().toString().endsWith(".jar") || start.startsWith("PK")) {
            return;
        }
        String shown = start.replaceAll("[^ -~]+", " ").strip();
        throw FetchException.lasting(
                "it is not a jar; it begins with '" + shown + "'",
                "check spec.job.jarFile, and whether the server wants credentials");
    }

    private void checkSum(Fetched fetched) throws FetchException {
        Optional<String> wanted = settings.sha256();
        if (wanted.isPresent() && !wanted.get().equals(fetched.sha256())) {
            throw FetchException.lasting(
                    "its SHA-256 is %s, not %s".formatted(fetched.sha256(), wanted.get()),
                    "correct spec.job.jarSha256, or find out who changed the jar");
        }
    }
}
