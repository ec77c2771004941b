package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fleet page of the installed operator in a real browser. */
@Tag("alone")
class FleetPageE2E {
    private static final Path SCREENSHOT = Path.of("target", "fleet-page.png").toAbsolutePath();

    @TempDir Path profile;

    private RealCluster real;

    @BeforeEach
    void turnOn() {
        real = new RealCluster("e2e-fleet-page");
        new Release(real.client).upgrade("--set=fleetPage.create=true");
    }

    @AfterEach
    void turnOff() {
        new Release(real.client).upgrade("--set=fleetPage.create=false");
        real.close();
    }

    @Test
    void aReaderSeesTheClustersOfANamespaceWithItsRoleView() throws Exception {
        // Given
        String name = real.apply("session", yaml -> yaml);
        eventually(() -> assertThat(real.status(name, "/state")).isEqualTo("Running"));
        String token = reader();
        try (LocalPortForward forward = new Release(real.client).forward(8081)) {
            String page = "http://127.0.0.1:" + forward.getLocalPort() + "/#token=" + token;

            // When, then: once the token and its rights are known.
            eventually(
                    () ->
                            assertThat(browse(page, "--dump-dom"))
                                    .contains("1 cluster, 1 ready, 0 with an operation under way")
                                    .contains("<td>e2e-fleet-page</td><td>" + name + "</td>")
                                    .contains("<td class=\"good\">Running</td>")
                                    .doesNotContain(token));

            // And
            browse(page, "--screenshot=" + SCREENSHOT);
            assertThat(Files.size(SCREENSHOT)).isGreaterThan(10_000);
        }
    }

    @Test
    void whoBringsNoTokenIsAskedForOne() throws Exception {
        try (LocalPortForward forward = new Release(real.client).forward(8081)) {
            String shown = browse("http://127.0.0.1:" + forward.getLocalPort() + "/", "--dump-dom");

            assertThat(shown)
                    .contains("<form id=\"login\">")
                    .contains("<tbody id=\"rows\"></tbody>");
        }
    }

    /** As long as the page needs to load and to ask; time passes as fast as it can. */
    private String browse(String page, String what) {
        return Release.run(
                Stream.of(
                                "chromium",
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--user-data-dir=" + profile,
                                "--window-size=1200,500",
                                "--virtual-time-budget=5000",
                                what,
                                page)
                        .toList());
    }

    /**
     * Somebody with Kubernetes' own role view in the namespace; the chart adds FlinkClusters to it.
     */
    private String reader() {
        var accounts = real.client.serviceAccounts().inNamespace(real.namespace);
        accounts.resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withName("reader")
                                .endMetadata()
                                .build())
                .create();
        real.client
                .rbac()
                .roleBindings()
                .inNamespace(real.namespace)
                .resource(
                        new RoleBindingBuilder()
                                .withNewMetadata()
                                .withName("reader")
                                .endMetadata()
                                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "view")
                                .addNewSubject(null, "ServiceAccount", "reader", real.namespace)
                                .build())
                .create();
        return accounts.withName("reader")
                .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
                .getStatus()
                .getToken();
    }
}
