package io.flinkoperator.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The environment variables; without the white space that values in Secrets tend to end with. */
record Environment(Map<String, String> variables) {
    private static final List<String> SECRETS =
            List.of(
                    "FETCH_AUTHORIZATION",
                    "FETCH_PASSWORD",
                    "AWS_SECRET_ACCESS_KEY",
                    "AWS_SESSION_TOKEN",
                    "AZURE_STORAGE_SAS_TOKEN");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s?&=]+");
    private static final int SHORTEST_SECRET = 6;

    Environment {
        variables = Map.copyOf(variables);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(variables.get(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    String required(String name) throws FetchException {
        return value(name)
                .orElseThrow(() -> FetchException.setting(name + " is not set", "set it"));
    }

    /** Two values that are of no use alone. */
    Optional<List<String>> pair(String name, String other) throws FetchException {
        if (value(name).isPresent() == value(other).isPresent()) {
            return value(name).map(value -> List.of(value, value(other).orElseThrow()));
        }
        throw FetchException.setting(
                "only one of " + name + " and " + other + " is set", "set both or none");
    }

    /** The address of a service, without a slash at its end; a mere host is one for http. */
    Optional<String> endpoint(String name) throws FetchException {
        boolean mayBeHost = name.endsWith("_HOST");
        Optional<String> text =
                value(name)
                        .map(it -> it.replaceFirst("/+$", ""))
                        .map(it -> mayBeHost && !it.contains("://") ? "http://" + it : it);
        if (text.isPresent() && !isEndpoint(text.get())) {
            throw FetchException.setting(
                    name + " is not the address of a service",
                    "write it as \"https://host\" or \"https://host:port\"");
        }
        return text;
    }

    /** What is in the file that the variable names. */
    String fileNamedBy(String name) throws FetchException {
        String file = required(name);
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | IllegalArgumentException unreadable) {
            throw FetchException.setting(
                    "cannot read \"" + file + "\", which " + name + " names",
                    "mount that file or unset the variable");
        }
    }

    /** One line in which no secret is left, nor a beginning of one, should a server echo it. */
    String masked(String text) {
        String result = text.replaceAll("[\\p{C}\\u2028\\u2029]+", " ");
        for (String secret : secrets()) {
            for (int length = secret.length(); length >= SHORTEST_SECRET; length--) {
                result = result.replace(secret.substring(0, length), "***");
            }
        }
        return result;
    }

    /** Their words, and those of the query that a presigned URI has. */
    private List<String> secrets() {
        Stream<String> query = value("FETCH_URI").map(it -> it.replaceFirst("^[^?]*", "")).stream();
        return Stream.concat(SECRETS.stream().flatMap(name -> value(name).stream()), query)
                .flatMap(BETWEEN_WORDS::splitAsStream)
                .filter(word -> word.length() >= SHORTEST_SECRET)
                .toList();
    }

    private static boolean isEndpoint(String text) {
        try {
            URI uri = new URI(text);
            return Request.isWeb(uri) && uri.getHost() != null && uri.getRawQuery() == null;
        } catch (URISyntaxException wrong) {
            return false;
        }
    }
}
