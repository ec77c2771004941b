package io.flinkoperator.fetch;

import static java.util.Map.entry;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** s3://bucket/key, with an access key or the role of the pod (IRSA), else anonymous. */
record AmazonS3(URI uri, Environment environment, Http http, Clock clock) implements Source {
    private static final String TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";

    @Override
    public Request request() throws FetchException {
        Request request =
                Request.get(object()).with("X-Amz-Content-Sha256", SignatureV4.EMPTY_HASH);
        Optional<List<String>> keys =
                environment.pair("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
        if (keys.isPresent()) {
            Optional<String> token = environment.value("AWS_SESSION_TOKEN");
            return signed(request, keys.get(), token, "with AWS_ACCESS_KEY_ID");
        }
        Optional<List<String>> role = environment.pair("AWS_ROLE_ARN", TOKEN_FILE);
        return role.isPresent() ? asRole(request, role.get().get(0)) : request;
    }

    private Request signed(
            Request request, List<String> keys, Optional<String> token, String asWho) {
        SignatureV4 signature = new SignatureV4(keys.get(0), keys.get(1), token, region(), "s3");
        Request signed = signature.signed(request, clock.instant());
        return new Request(
                signed.uri(), signed.headers(), signed.form(), false, Optional.of(asWho));
    }

    /** By the bucket's own host, unless its certificate could not be valid for that. */
    private URI object() throws FetchException {
        Optional<String> endpoint = firstEndpoint("AWS_ENDPOINT_URL_S3");
        String bucket = uri.getRawAuthority();
        String key = Source.encodedPath(uri.getPath());
        if (endpoint.isEmpty() && !bucket.contains(".")) {
            return URI.create("https://" + bucket + ".s3." + domain() + key);
        }
        return URI.create(endpoint.orElse("https://s3." + domain()) + "/" + bucket + key);
    }

    private Request asRole(Request request, String role) throws FetchException {
        Request question = roleRequest(role);
        String answer = http.text(question);
        List<String> keys =
                List.of(
                        element(question, answer, "AccessKeyId"),
                        element(question, answer, "SecretAccessKey"));
        Optional<String> token = Optional.of(element(question, answer, "SessionToken"));
        return signed(request, keys, token, "as " + role);
    }

    private Request roleRequest(String role) throws FetchException {
        String server = firstEndpoint("AWS_ENDPOINT_URL_STS").orElse("https://sts." + domain());
        String session = environment.value("AWS_ROLE_SESSION_NAME").orElse("flink-operator-fetch");
        Map<String, String> form =
                Map.ofEntries(
                        entry("Action", "AssumeRoleWithWebIdentity"),
                        entry("Version", "2011-06-15"),
                        entry("RoleArn", role),
                        entry("RoleSessionName", session),
                        entry("WebIdentityToken", environment.fileNamedBy(TOKEN_FILE)));
        return Request.post(URI.create(server + "/"), form, "with the token in " + TOKEN_FILE);
    }

    private Optional<String> firstEndpoint(String name) throws FetchException {
        Optional<String> special = environment.endpoint(name);
        return special.isPresent() ? special : environment.endpoint("AWS_ENDPOINT_URL");
    }

    private String region() {
        return environment
                .value("AWS_REGION")
                .or(() -> environment.value("AWS_DEFAULT_REGION"))
                .orElse("us-east-1");
    }

    private String domain() {
        return region() + ".amazonaws.com" + (region().startsWith("cn-") ? ".cn" : "");
    }

    private static String element(Request question, String xml, String name) throws FetchException {
        Matcher element =
                Pattern.compile("<%s>\\s*([^<\\s]+)\\s*</%s>".formatted(name, name)).matcher(xml);
        if (!element.find()) {
            throw Source.tokenMissing(question);
        }
        return element.group(1);
    }
}
