package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.operator.observe.Observer;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.TestNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Changes the specs of clusters in a namespace of its own, and compares what they come to. */
final class Sequence implements AutoCloseable {
    private static final List<String> PARTS = List.of("", "job", "jobManager", "taskManager");
    private static final String SESSION =
            "{\"image\":{\"name\":\"flink:2.3.0\"},\"taskManager\":{\"replicas\":1}}";
    private static final String JOB =
            "{\"image\":{\"name\":\"flink:2.3.0\"},\"taskManager\":{\"replicas\":1},"
                    + "\"flinkProperties\":{\"execution.checkpointing.dir\":\"file:///cp\"},"
                    + "\"job\":{\"jarFile\":\"/opt/job.jar\",\"savepointsDir\":\"file:///sp\"}}";

    private static final String TAKEN = "taken";

    private final World world;
    private final Stage stage;
    private final SharedIndexInformer<Service> loadBalancers;
    private final Consumer<String> outcomes;
    private int clusters;

    /** Tells what becomes of each change. */
    Sequence(ControlPlane controlPlane, String namespace, Consumer<String> outcomes) {
        Lane.makeNamespace(controlPlane, namespace);
        world = new World(controlPlane, new TestNamespace(namespace)).startOperator();
        stage = new Stage(world);
        loadBalancers =
                world.client
                        .services()
                        .inNamespace(namespace)
                        .inform(new LoadBalancers(world.client));
        this.outcomes = outcomes;
    }

    /** Gives each its address, as a cloud does. */
    private record LoadBalancers(KubernetesClient client) implements ResourceEventHandler<Service> {
        @Override
        public void onAdd(Service service) {
            boolean waits =
                    service.getSpec().getType().equals("LoadBalancer")
                            && service.getStatus().getLoadBalancer().getIngress().isEmpty();
            if (waits) {
                var address = new LoadBalancerIngressBuilder().withIp("192.0.2.7").build();
                service.getStatus().getLoadBalancer().setIngress(List.of(address));
                service.getMetadata().setResourceVersion(null);
                client.resource(service).updateStatus();
            }
        }

        @Override
        public void onUpdate(Service before, Service service) {
            onAdd(service);
        }

        @Override
        public void onDelete(Service service, boolean stateUnknown) {}
    }

    @Override
    public void close() {
        loadBalancers.close();
        stage.close();
        world.close();
    }

    void play(List<Draft> changes, Random random) throws Exception {
        String name = name();
        JsonNode spec = spec(random.nextBoolean() ? JOB : SESSION);
        assertThat(put(name, spec)).isEmpty();
        List<String> objects = rest(name);
        for (Draft change : changes) {
            JsonNode next = changed(spec, change.spec(), random);
            String outcome = outcome(name, next, objects);
            outcomes.accept(outcome);
            if (outcome.equals(TAKEN)) {
                List<String> after = objects(name);
                isAsIfCreatedSo(next, after);
                if (random.nextInt(4) == 0) {
                    assertThat(put(name, spec)).isEmpty();
                    assertThat(rest(name)).as("after %s was taken back", next).isEqualTo(objects);
                    outcomes.accept("taken back");
                } else {
                    spec = next;
                    objects = after;
                }
            } else {
                assertThat(put(name, spec)).isEmpty();
                assertThat(rest(name)).as("after %s was refused", next).isEqualTo(objects);
            }
        }
        remove(name);
    }

    private String name() {
        clusters++;
        return "q%04d".formatted(clusters);
    }

    private JsonNode spec(String json) {
        return Serialization.unmarshal(json, JsonNode.class);
    }

    /** The spec with one field as a generated one has it. */
    private JsonNode changed(JsonNode spec, JsonNode generated, Random random) {
        ObjectNode next = spec.deepCopy();
        String part = PARTS.get(random.nextInt(PARTS.size()));
        JsonNode from = part.isEmpty() ? generated : generated.path(part);
        List<String> fields = new ArrayList<>();
        from.fieldNames().forEachRemaining(fields::add);
        fields.removeIf(it -> PARTS.contains(it) || hasNothing(from.get(it)));
        if (fields.isEmpty() || (part.equals("job") && !spec.has("job"))) {
            return next;
        }
        String field = fields.get(random.nextInt(fields.size()));
        ObjectNode at = part.isEmpty() ? next : next.withObject("/" + part);
        at.set(field, from.get(field));
        return next;
    }

    /**
     * The API server takes what is null in one request, and refuses it in another; an empty map in
     * the place of one that had something becomes null there.
     */
    private static boolean hasNothing(JsonNode value) {
        return value.isNull()
                || (value.isObject() && value.isEmpty())
                || StreamSupport.stream(value.spliterator(), false).anyMatch(Sequence::hasNothing);
    }

    /** What becomes of a change: who refuses it, or that it is taken, or held back. */
    private String outcome(String name, JsonNode next, List<String> before)
            throws IOException, InterruptedException {
        String refusal = put(name, next);
        if (!refusal.isEmpty()) {
            assertThat(refusal).contains("spec").doesNotContain(GeneratedSpecs.CANARY);
            return "refused by the API server";
        }
        List<String> after = rest(name);
        JsonNode ready = world.condition(name, "Ready");
        if (ready.path("reason").asText().equals("InvalidSpec")) {
            assertThat(ready.path("message").asText())
                    .contains("spec.")
                    .doesNotContain(GeneratedSpecs.CANARY);
            assertThat(after).as("objects after %s", next).isEqualTo(before);
            return "refused by the operator";
        }
        boolean isDeployed =
                world.status(name, "/revision/currentRevision")
                        .equals(world.status(name, "/revision/nextRevision"));
        boolean isWanted =
                !List.of("Cancelled", "Suspended")
                        .contains(world.status(name, "/components/job/state"));
        if (!isDeployed && !isWanted) {
            return "waits until the job is wanted again";
        }
        boolean isCalm = !world.condition(name, "Degraded", "status").equals("True");
        if (isDeployed && isCalm) {
            return TAKEN;
        }
        assertThat(
                        world.condition(name, "UpgradeBlocked", "status")
                                + world.condition(name, "Degraded", "status"))
                .as("a change that is held back says why: %s", next)
                .contains("True");
        return "held back with a reason";
    }

    /** A cluster that has this spec from the beginning has the same objects. */
    private void isAsIfCreatedSo(JsonNode spec, List<String> objects) throws Exception {
        String fresh = name();
        assertThat(put(fresh, spec)).isEmpty();
        assertThat(rest(fresh)).as("a fresh cluster of %s", spec).isEqualTo(objects);
        remove(fresh);
    }

    /** Replaces the spec; the result is the API server's refusal. */
    private String put(String name, JsonNode spec) {
        Draft draft = new Draft("v1beta1", name, spec);
        GenericKubernetesResource written = draft.written(world.namespace);
        try {
            world.client.resource(written).fieldManager("user").forceConflicts().serverSideApply();
            return "";
        } catch (KubernetesClientException refusal) {
            assertThat(refusal.getCode()).as(refusal.getMessage()).isIn(400, 422, 500);
            return refusal.getMessage();
        }
    }

    /** Waits until rounds write nothing, and returns the objects. */
    private List<String> rest(String name) throws IOException, InterruptedException {
        int quiet = 0;
        for (int nudges = 1; quiet < 2; nudges++) {
            assertThat(nudges)
                    .as(() -> "rounds until nothing is written: " + world.cluster(name))
                    .isLessThan(300);
            eventually(() -> assertThat(isBusy(name)).as(() -> "" + world.cluster(name)).isFalse());
            Map<String, String> before = world.versions();
            double rounds = world.rounds();
            String nudge = "{\"metadata\":{\"annotations\":{\"nudge\":\"%d\"}}}".formatted(nudges);
            before.put("FlinkCluster/" + name, world.patch(name, nudge));
            eventually(() -> assertThat(world.rounds()).isGreaterThan(rounds));
            quiet = world.versions().equals(before) && !isBusy(name) ? quiet + 1 : 0;
        }
        return objects(name);
    }

    private boolean isBusy(String name) {
        FlinkCluster cluster = world.cluster(name);
        JsonNode status = cluster.getStatus();
        return status == null
                || status.path("observedGeneration").asLong()
                        != cluster.getMetadata().getGeneration()
                || (is(status, "Progressing") && !is(status, "Degraded"));
    }

    private static boolean is(JsonNode status, String condition) {
        return StreamSupport.stream(status.path("conditions").spliterator(), false)
                .filter(it -> it.path("type").asText().equals(condition))
                .anyMatch(it -> it.path("status").asText().equals("True"));
    }

    /** All but what a job's own history decides. */
    private List<String> objects(String name) {
        return Observer.OWNED.stream()
                .filter(kind -> kind != Job.class && kind != ControllerRevision.class)
                .flatMap(kind -> objects(kind, name))
                .sorted()
                .toList();
    }

    private Stream<String> objects(Class<? extends HasMetadata> kind, String name) {
        return world
                .client
                .resources(kind)
                .inNamespace(world.namespace)
                .withLabel(Names.CLUSTER, name)
                .list()
                .getItems()
                .stream()
                .map(object -> Traces.of(name, Serialization.asJson(object)));
    }

    private void remove(String name) {
        world.patch(name, "{\"metadata\":{\"finalizers\":null}}");
        world.client.resource(world.cluster(name)).delete();
        eventually(() -> assertThat(world.cluster(name)).isNull());
        world.flink.remove(world.namespace, name);
    }
}
