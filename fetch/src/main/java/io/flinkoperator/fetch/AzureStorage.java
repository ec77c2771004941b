package io.flinkoperator.fetch;

import static java.util.Map.entry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * abfss://container@account.dfs.core.windows.net/path through the account's blob endpoint, with a
 * SAS token or workload identity, else anonymous. Credentials go to hosts of Azure only, or to the
 * endpoint that is set.
 */
record AzureStorage(URI uri, Environment environment, Http http) implements Source {
    private static final String TOKEN_FILE = "AZURE_FEDERATED_TOKEN_FILE";
    private static final String ASSERTION_TYPE =
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Pattern HOST =
            Pattern.compile(
                    "[a-z0-9-]+(\\.z\\d+)?\\.dfs\\.(core\\.windows\\.net|core\\.chinacloudapi\\.cn"
                            + "|core\\.usgovcloudapi\\.net|storage\\.azure\\.net"
                            + "|fabric\\.microsoft\\.com)");

    @Override
    public Request request() throws FetchException {
        URI blob = URI.create(blob());
        Optional<String> signature = environment.value("AZURE_STORAGE_SAS_TOKEN");
        if (signature.isPresent()) {
            return withSignature(signature.get().replaceFirst("^\\?", ""), blob);
        }
        Request request = Request.get(blob).with("x-ms-version", "2021-12-02");
        return environment.value(TOKEN_FILE).isPresent()
                ? request.authorized("Bearer " + workloadToken(), "with workload identity")
                : request;
    }

    private static Request withSignature(String signature, URI blob) throws FetchException {
        try {
            return Request.get(new URI(blob + "?" + signature))
                    .secretly("with AZURE_STORAGE_SAS_TOKEN");
        } catch (URISyntaxException wrong) {
            throw FetchException.setting(
                    "AZURE_STORAGE_SAS_TOKEN is not the query of a URI",
                    "correct it in its Secret");
        }
    }

    private String blob() throws FetchException {
        String container = uri.getRawAuthority().replaceFirst("@.*", "");
        String host = uri.getRawAuthority().replaceFirst(".*@", "");
        Optional<String> endpoint = environment.endpoint("AZURE_STORAGE_BLOB_ENDPOINT");
        if (endpoint.isEmpty() && !HOST.matcher(host).matches()) {
            throw FetchException.setting(
                    "\"" + host + "\" is not a storage account of Azure",
                    "write account.dfs.core.windows.net or set AZURE_STORAGE_BLOB_ENDPOINT");
        }
        return endpoint.orElse("https://" + host.replace(".dfs.", ".blob."))
                + "/"
                + container
                + Source.encodedPath(uri.getPath());
    }

    private String workloadToken() throws FetchException {
        String server =
                environment
                        .endpoint("AZURE_AUTHORITY_HOST")
                        .orElse("https://login.microsoftonline.com");
        String tenant = Request.encoded(environment.required("AZURE_TENANT_ID"));
        Map<String, String> form =
                Map.ofEntries(
                        entry("grant_type", "client_credentials"),
                        entry("client_id", environment.required("AZURE_CLIENT_ID")),
                        entry("scope", "https://storage.azure.com/.default"),
                        entry("client_assertion_type", ASSERTION_TYPE),
                        entry("client_assertion", environment.fileNamedBy(TOKEN_FILE)));
        URI endpoint = URI.create(server + "/" + tenant + "/oauth2/v2.0/token");
        Request question = Request.post(endpoint, form, "with the token in " + TOKEN_FILE);
        return Json.text(http.text(question), "access_token")
                .orElseThrow(() -> Source.tokenMissing(question));
    }
}
