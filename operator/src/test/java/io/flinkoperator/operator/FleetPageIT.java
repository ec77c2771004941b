package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who sees what on the fleet page, by the rules of a real API server. */
@ExtendWith(ControlPlaneExtension.class)
class FleetPageIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private World world;

    @BeforeEach
    void startOperator(ControlPlane controlPlane, TestNamespace namespace) {
        world = new World(controlPlane, namespace);
        world.client.resource(delegation()).serverSideApply();
        world.startOperator(Map.of("FLEET_PAGE_PORT", "0"));
    }

    @AfterEach
    void stopOperator() {
        world.close();
    }

    @Test
    void whoMayListClustersSeesThem() throws Exception {
        // Given
        mayList("reader");
        world.create("lab", "image: {name: \"flink:2.3.0\"}");

        // When
        String token = token("reader");

        // Then
        eventually(
                () -> {
                    assertThat(rows(token)).hasSize(1);
                    JsonNode row = rows(token).get(0);
                    assertThat(row.path("namespace").asText()).isEqualTo(world.namespace);
                    assertThat(row.path("name").asText()).isEqualTo("lab");
                    assertThat(row.path("state").asText()).isEqualTo("Creating");
                    assertThat(row.path("ready").asText()).isEqualTo("False");
                });
    }

    @Test
    void whoMayNotListClustersSeesNone() throws Exception {
        // Given
        mayList("reader");
        world.create("lab", "image: {name: \"flink:2.3.0\"}");
        String reader = token("reader");
        eventually(() -> assertThat(rows(reader)).hasSize(1));

        // When
        String token = token("stranger");

        // Then: once the API server knows the token.
        eventually(
                () -> {
                    HttpResponse<String> answer = get("/clusters", "Bearer " + token);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.body()).isEqualTo("[]");
                });
    }

    @Test
    void withoutATokenThatKubernetesKnowsNothingIsShown() throws Exception {
        assertThat(get("/clusters", "").statusCode()).isEqualTo(401);
        assertThat(get("/clusters", "Bearer ").statusCode()).isEqualTo(401);
        assertThat(get("/clusters", "Basic YTpi").statusCode()).isEqualTo(401);
        HttpResponse<String> answer = get("/clusters", "Bearer rubbish");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("Kubernetes does not know this token");
    }

    @Test
    void thePageLoadsNothingFromElsewhereAndRunsNothingThatIsNotItsOwn() throws Exception {
        for (String path : new String[] {"/", "/fleet.js", "/fleet.css"}) {
            HttpResponse<String> answer = get(path, "");
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).doesNotContain("innerHTML").doesNotContain("//cdn");
            assertThat(answer.headers().firstValue("Content-Security-Policy"))
                    .as(path)
                    .get()
                    .asString()
                    .startsWith("default-src 'none'; script-src 'self';")
                    .contains("frame-ancestors 'none'");
        }
        assertThat(get("/../page/fleet.html", "").statusCode()).isEqualTo(404);
        assertThat(get("/fleet.html", "").statusCode()).isEqualTo(404);
    }

    @Test
    void anOperatorThatStandsBySaysSo() throws Exception {
        // Given
        String token = token("reader");
        world.stopOperator();
        Lease others = world.client.resource(lease("another")).create();

        // When
        world.startOperator(
                Map.of(
                        "FLEET_PAGE_PORT",
                        "0",
                        "LEADER_ELECTION",
                        "true",
                        "POD_NAMESPACE",
                        world.namespace,
                        "POD_NAME",
                        "one"));

        // Then
        eventually(
                () -> {
                    HttpResponse<String> answer = get("/clusters", "Bearer " + token);
                    assertThat(answer.statusCode()).isEqualTo(503);
                    assertThat(answer.body()).startsWith("This operator stands by");
                });

        // When
        world.client.resource(others).delete();

        // Then
        eventually(
                () -> assertThat(get("/clusters", "Bearer " + token).statusCode()).isEqualTo(200));
    }

    private Lease lease(String holder) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withName("flink-operator")
                .withNamespace(world.namespace)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(3600)
                .withAcquireTime(ZonedDateTime.now(ZoneOffset.UTC))
                .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                .endSpec()
                .build();
    }

    private JsonNode rows(String token) throws Exception {
        return new ObjectMapper().readTree(get("/clusters", "Bearer " + token).body());
    }

    private HttpResponse<String> get(String path, String authorization) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + world.fleetPagePort() + path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /** What the chart gives to an operator with a fleet page. */
    private static ClusterRoleBinding delegation() {
        return new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName("fleet-page")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "system:auth-delegator")
                .addNewSubject("rbac.authorization.k8s.io", "User", ControlPlane.OPERATOR, null)
                .build();
    }

    private void mayList(String account) {
        world.client
                .resource(
                        new RoleBuilder()
                                .withNewMetadata()
                                .withName(account)
                                .withNamespace(world.namespace)
                                .endMetadata()
                                .addNewRule()
                                .withApiGroups("flinkoperator.k8s.io")
                                .withResources("flinkclusters")
                                .withVerbs("list")
                                .endRule()
                                .build())
                .create();
        world.client
                .resource(
                        new RoleBindingBuilder()
                                .withNewMetadata()
                                .withName(account)
                                .withNamespace(world.namespace)
                                .endMetadata()
                                .withNewRoleRef("rbac.authorization.k8s.io", "Role", account)
                                .addNewSubject(null, "ServiceAccount", account, world.namespace)
                                .build())
                .create();
    }

    /** A token of a service account, which is made if it is not there. */
    private String token(String account) {
        var accounts = world.client.serviceAccounts().inNamespace(world.namespace);
        world.client
                .resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withName(account)
                                .withNamespace(world.namespace)
                                .endMetadata()
                                .build())
                .serverSideApply();
        return accounts.withName(account)
                .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
                .getStatus()
                .getToken();
    }
}
