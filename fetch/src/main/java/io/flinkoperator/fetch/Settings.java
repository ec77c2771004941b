package io.flinkoperator.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What to fetch, to where, and within which limits. */
record Settings(
        URI uri,
        Path target,
        Optional<String> sha256,
        long maxBytes,
        Duration timeout,
        Set<String> allowedHosts) {
    private static final List<String> SCHEMES =
            List.of("https", "http", "gs", "s3", "abfs", "abfss");
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern CONTAINER = Pattern.compile("[A-Za-z0-9$-]+@[A-Za-z0-9.-]+");
    private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final String HOLDS_CREDENTIALS =
            "must not hold credentials; they belong in a Secret";
    private static final String CORRECT_JAR_FILE = "correct spec.job.jarFile";

    static Settings of(Environment environment) throws FetchException {
        return new Settings(
                uri(environment),
                target(environment),
                sha256(environment),
                number(environment, "FETCH_MAX_BYTES", 1L << 30),
                Duration.ofSeconds(number(environment, "FETCH_TIMEOUT_SECONDS", 300)),
                allowedHosts(environment));
    }

    private static Set<String> allowedHosts(Environment environment) {
        return SEPARATOR
                .splitAsStream(environment.value("FETCH_ALLOWED_HOSTS").orElse(""))
                .filter(host -> !host.isEmpty())
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Never shows the URI: it may hold what should not be in it. */
    private static URI uri(Environment environment) throws FetchException {
        try {
            URI uri = new URI(environment.required("FETCH_URI"));
            Optional<String> fault = fault(uri);
            if (fault.isPresent()) {
                throw FetchException.setting("FETCH_URI " + fault.get(), CORRECT_JAR_FILE);
            }
            return URI.create(uri.toASCIIString());
        } catch (URISyntaxException wrong) {
            throw FetchException.setting(
                    "FETCH_URI is not a URI: %s at character %d"
                            .formatted(wrong.getReason(), wrong.getIndex() + 1),
                    CORRECT_JAR_FILE);
        }
    }

    private static Optional<String> fault(URI uri) {
        if (!SCHEMES.contains(Optional.ofNullable(uri.getScheme()).orElse(""))) {
            return Optional.of("must begin with https, http, gs, s3, abfs or abfss");
        } else if (uri.getRawAuthority() == null) {
            return Optional.of("names no host or bucket");
        } else if (Request.isWeb(uri)) {
            return uri.getRawAuthority().contains("@")
                    ? Optional.of(HOLDS_CREDENTIALS)
                    : Optional.of("names no host").filter(it -> uri.getHost() == null);
        } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return Optional.of("must have neither '?' nor '#'; write them as %3F and %23");
        }
        return uri.getRawPath().length() < 2
                ? Optional.of("names no object")
                : bucketFault(uri.getScheme(), uri.getRawAuthority());
    }

    private static Optional<String> bucketFault(String scheme, String bucket) {
        if (scheme.startsWith("abfs")) {
            return Optional.of("must be like abfss://container@account.dfs.core.windows.net/path")
                    .filter(it -> !CONTAINER.matcher(bucket).matches());
        } else if (bucket.contains("@")) {
            return Optional.of(HOLDS_CREDENTIALS);
        }
        return Optional.of("names no bucket").filter(it -> !BUCKET.matcher(bucket).matches());
    }

    private static Path target(Environment environment) throws FetchException {
        Path target = Path.of(environment.required("FETCH_TARGET"));
        if (!target.isAbsolute()
                || Files.isDirectory(target)
                || !Files.isWritable(target.getParent())) {
            throw FetchException.setting(
                    "FETCH_TARGET \"" + target + "\" is not a file in a folder that can be written",
                    "mount a volume there that user id and group of this container may write");
        }
        return target;
    }

    private static Optional<String> sha256(Environment environment) throws FetchException {
        Optional<String> given = environment.value("FETCH_SHA256");
        if (given.isPresent() && !SHA256.matcher(given.get()).matches()) {
            throw FetchException.setting(
                    "FETCH_SHA256 is not 64 hexadecimal digits", "correct spec.job.jarSha256");
        }
        return given.map(digits -> digits.toLowerCase(Locale.ROOT));
    }

    private static long number(Environment environment, String name, long standard)
            throws FetchException {
        String text = environment.value(name).orElse(String.valueOf(standard));
        if (!text.matches("0*[1-9][0-9]{0,17}")) {
            throw FetchException.setting(
                    name + " is \"" + text + "\", which is not a number above 0", "correct it");
        }
        return Long.parseLong(text);
    }
}
