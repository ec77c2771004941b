package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsOrArray;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The CustomResourceDefinition, made of the records and their Javadoc. */
final class Crd {
    private static final Set<Class<?>> TYPED =
            Set.of(
                    EnvFromSource.class,
                    EnvVar.class,
                    LocalObjectReference.class,
                    Quantity.class,
                    ResourceRequirements.class,
                    Toleration.class,
                    Condition.class);

    private final RecordJavadoc javadoc;

    private Crd(RecordJavadoc javadoc) {
        this.javadoc = javadoc;
    }

    static CustomResourceDefinition of(RecordJavadoc javadoc) {
        return new Crd(javadoc).definition();
    }

    private CustomResourceDefinition definition() {
        CustomResourceDefinition generated = generated();
        CustomResourceDefinitionVersion stored = generated.getSpec().getVersions().get(0);
        JSONSchemaProps schema = stored.getSchema().getOpenAPIV3Schema();
        schema.setDescription(
                "FlinkCluster is a Flink session or job cluster that the operator creates, watches"
                        + " and cleans up.");
        schema.setRequired(List.of("spec"));
        schema.setXKubernetesValidations(List.of(nameRule()));
        describe(schema.getProperties().get("spec"), FlinkClusterSpec.class);
        describe(schema.getProperties().get("status"), FlinkClusterStatus.class);
        return new CustomResourceDefinitionBuilder(generated)
                .editMetadata()
                .addToAnnotations(
                        "api-approved.kubernetes.io",
                        "unapproved, the group is that of the operator whose manifests are accepted")
                .endMetadata()
                .editSpec()
                .editNames()
                .withCategories("flink")
                .withListKind("FlinkClusterList")
                .endNames()
                .withVersions(complete(stored), lenient(stored))
                .endSpec()
                .build();
    }

    private static CustomResourceDefinition generated() {
        AtomicReference<CustomResourceDefinition> result = new AtomicReference<>();
        new CRDGenerator()
                .customResourceClasses(FlinkClusterSchema.class)
                .forCRDVersions("v1")
                .withPostProcessor(
                        new CRDPostProcessor() {
                            @Override
                            public HasMetadata process(HasMetadata crd, String version) {
                                result.set((CustomResourceDefinition) crd);
                                return crd;
                            }
                        })
                .withOutput(
                        new io.fabric8.crdv2.generator.CRDGenerator.AbstractCRDOutput<
                                ByteArrayOutputStream>() {
                            @Override
                            protected ByteArrayOutputStream createStreamFor(String name) {
                                return new ByteArrayOutputStream();
                            }
                        })
                .generate();
        return result.get();
    }

    private static ValidationRule nameRule() {
        ValidationRule rule = new ValidationRule();
        rule.setRule(
                "self.metadata.name.size() <= 40 &&"
                        + " self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')");
        rule.setMessage(
                "metadata.name must be a DNS label of at most 40 characters: lower-case letters,"
                        + " digits and '-', starting with a letter, ending with a letter or digit;"
                        + " the names of pods and Services are made of it");
        return rule;
    }

    private static CustomResourceDefinitionVersion complete(CustomResourceDefinitionVersion v) {
        return new CustomResourceDefinitionVersionBuilder(v)
                .withAdditionalPrinterColumns(columns())
                .withNewSubresources()
                .withNewStatus()
                .endStatus()
                .withNewScale()
                .withSpecReplicasPath(".spec.taskManager.replicas")
                .withStatusReplicasPath(".status.components.taskManager.replicas")
                .withLabelSelectorPath(".status.components.taskManager.selector")
                .endScale()
                .endSubresources()
                .build();
    }

    /** The older version: the same object without a schema; the operator checks it all the same. */
    private static CustomResourceDefinitionVersion lenient(CustomResourceDefinitionVersion v) {
        JSONSchemaProps anything = new JSONSchemaProps();
        anything.setType("object");
        anything.setXKubernetesPreserveUnknownFields(true);
        JSONSchemaProps schema = new JSONSchemaProps();
        schema.setType("object");
        schema.setDescription("FlinkCluster in its older version; see v1beta1 for its fields.");
        schema.setRequired(List.of("spec"));
        schema.setXKubernetesValidations(List.of(nameRule()));
        schema.setProperties(new java.util.TreeMap<>());
        schema.getProperties().put("spec", anything);
        schema.getProperties().put("status", anything);
        return new CustomResourceDefinitionVersionBuilder(complete(v))
                .withName("v1alpha1")
                .withStorage(false)
                .withNewSchema()
                .withOpenAPIV3Schema(schema)
                .endSchema()
                .build();
    }

    private static List<CustomResourceColumnDefinition> columns() {
        return List.of(
                column("Version", "string", ".status.flinkVersion", 0),
                column("State", "string", ".status.state", 0),
                column("Job", "string", ".status.components.job.state", 0),
                column("TaskManagers", "string", ".status.components.taskManager.ready", 0),
                column("Age", "date", ".metadata.creationTimestamp", 0),
                column("Image", "string", ".spec.image.name", 1),
                column("Job ID", "string", ".status.components.job.id", 1),
                column("UI", "string", ".status.components.jobManagerService.url", 1));
    }

    private static CustomResourceColumnDefinition column(
            String name, String type, String path, int priority) {
        return new CustomResourceColumnDefinitionBuilder()
                .withName(name)
                .withType(type)
                .withJsonPath(path)
                .withPriority(priority)
                .build();
    }

    /** Puts the Javadoc of a record and its components into the schema, all the way down. */
    private void describe(JSONSchemaProps schema, Class<?> type) {
        if (schema.getDescription() == null) {
            schema.setDescription(javadoc.types().get(type.getSimpleName()));
        }
        for (RecordComponent component : type.getRecordComponents()) {
            String name = nameOf(component);
            Class<?> inner = elementType(component.getGenericType());
            boolean isKubernetes = isLeftToKubernetes(inner);
            JSONSchemaProps property =
                    isKubernetes
                            ? preserving(schema.getProperties().get(name))
                            : schema.getProperties().get(name);
            schema.getProperties().put(name, property);
            property.setDescription(description(type, component, inner, property));
            mayBeBlank(component, property);
            if (inner.isRecord()) {
                describe(itemsOf(property), inner);
            }
        }
    }

    /** A blank text stands for no value; clients in Go write it for a field that nobody set. */
    private static void mayBeBlank(RecordComponent component, JSONSchemaProps property) {
        if (component.getType().isEnum()) {
            List<JsonNode> values = new ArrayList<>(property.getEnum());
            values.add(TextNode.valueOf(""));
            property.setEnum(values);
        }
    }

    private static JSONSchemaProps itemsOf(JSONSchemaProps property) {
        return property.getItems() == null ? property : property.getItems().getSchema();
    }

    private static String nameOf(RecordComponent component) {
        JsonProperty name = component.getAccessor().getAnnotation(JsonProperty.class);
        return name == null ? component.getName() : name.value();
    }

    /** Types whose schemas would fill the CRD, and of which the API server knows best. */
    private static boolean isLeftToKubernetes(Class<?> type) {
        return type.getName().startsWith("io.fabric8.") && !TYPED.contains(type);
    }

    private static JSONSchemaProps preserving(JSONSchemaProps typed) {
        JSONSchemaProps object = new JSONSchemaProps();
        object.setType("object");
        object.setXKubernetesPreserveUnknownFields(true);
        if (typed.getItems() == null) {
            return object;
        }
        JSONSchemaProps list = new JSONSchemaProps();
        list.setType("array");
        list.setItems(new JSONSchemaPropsOrArray(List.of(), object));
        return list;
    }

    /** What the type is, then what is said of this field, what changing it does, its default. */
    private String description(
            Class<?> type, RecordComponent component, Class<?> inner, JSONSchemaProps property) {
        String own = javadoc.components().get(type.getSimpleName() + "." + component.getName());
        if (own == null) {
            throw new IllegalStateException(
                    type.getName() + " does not say what " + component + " is");
        }
        String ofType = inner.isRecord() ? javadoc.types().get(inner.getSimpleName()) : "";
        WhenChanged effect = component.getAnnotation(WhenChanged.class);
        String fallback =
                property.getDefault() == null || own.contains("Default:")
                        ? ""
                        : "Default: " + property.getDefault().asText() + ".";
        return Stream.of(ofType, own, effect == null ? "" : effect.value().sentence(), fallback)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static Class<?> elementType(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return elementType(arguments[arguments.length - 1]);
        }
        return (Class<?>) type;
    }
}
