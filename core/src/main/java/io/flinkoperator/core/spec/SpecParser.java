package io.flinkoperator.core.spec;

import static io.flinkoperator.core.spec.Problem.quoted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.core.model.Platform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the spec of a FlinkCluster. It never throws for what a user can write. */
public final class SpecParser {
    /** Fields whose values may be passwords; no message repeats them. */
    private static final Pattern SECRETIVE =
            Pattern.compile(
                    ".*\\.(envVars|env|flinkProperties|logConfig|args|command|podTemplate)\\b.*");

    private SpecParser() {}

    /** The valid cluster, or what is wrong with it. */
    public static Parsed parse(FlinkCluster cluster, Platform platform) {
        var metadata = cluster.getMetadata();
        var key =
                new Written(
                        metadata.getNamespace(),
                        metadata.getName(),
                        metadata.getUid(),
                        cluster.getSpec());
        return platform.memo().get(key, () -> parsed(cluster, platform));
    }

    /** All that a parsed cluster follows from. */
    private record Written(String namespace, String name, String uid, JsonNode spec) {}

    private static Parsed parsed(FlinkCluster cluster, Platform platform) {
        JsonNode written = cluster.getSpec();
        if (written == null || !written.isObject()) {
            return new Parsed.Invalid(
                    List.of(new Problem("spec", "is missing; describe the cluster there")));
        }
        JsonNode current = Spellings.current(written);
        FlinkClusterSpec asked;
        FlinkClusterSpec spec;
        try {
            asked = Json.read(current, FlinkClusterSpec.class);
            spec =
                    Json.read(
                            ImageVariables.asOptions(Defaults.filledIn(current)),
                            FlinkClusterSpec.class);
        } catch (JsonProcessingException unreadable) {
            return new Parsed.Invalid(List.of(problem(unreadable, current)));
        }
        List<Problem> problems = Rules.problems(cluster.getMetadata().getName(), spec);
        return problems.isEmpty()
                ? new Parsed.Valid(valid(cluster, platform, asked, spec, current))
                : new Parsed.Invalid(problems);
    }

    /**
     * The cluster whose pods are those of another revision, and which is else as it is asked for.
     *
     * @param name Name of the revision.
     * @param content What pods are made from in it.
     */
    public static Optional<ValidCluster> revision(
            FlinkCluster cluster, Platform platform, String name, JsonNode content) {
        FlinkCluster older = new FlinkCluster();
        older.setMetadata(cluster.getMetadata());
        older.setSpec(Revision.spec(content, Spellings.current(cluster.getSpec())));
        return platform.memo()
                .get(
                        new Recalled(cluster.getMetadata().getUid(), name, older.getSpec()),
                        () ->
                                parse(older, platform) instanceof Parsed.Valid valid
                                        ? Optional.of(valid.cluster().named(name, content))
                                        : Optional.empty());
    }

    /** All that the cluster of a revision follows from. */
    private record Recalled(String uid, String name, JsonNode spec) {}

    private static ValidCluster valid(
            FlinkCluster cluster,
            Platform platform,
            FlinkClusterSpec asked,
            FlinkClusterSpec spec,
            JsonNode current) {
        String name = cluster.getMetadata().getName();
        JsonNode content = Revision.content(Json.tree(asked));
        List<Problem> warnings = new ArrayList<>(UnknownFields.of(current));
        warnings.addAll(Spellings.misspelt(cluster.getSpec()));
        warnings.addAll(Warnings.of(spec));
        return new ValidCluster(
                cluster.getMetadata().getNamespace(),
                name,
                cluster.getMetadata().getUid(),
                spec,
                FlinkVersion.of(spec),
                Revision.of(name, content),
                content,
                warnings,
                platform);
    }

    private static Problem problem(JsonProcessingException unreadable, JsonNode written) {
        if (!(unreadable instanceof JsonMappingException mapping)) {
            return new Problem("spec", "cannot be read: " + unreadable.getOriginalMessage());
        }
        StringBuilder field = new StringBuilder("spec");
        JsonNode value = written;
        for (JsonMappingException.Reference step : mapping.getPath()) {
            boolean isIndex = step.getFieldName() == null;
            field.append(isIndex ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
            value = isIndex ? value.path(step.getIndex()) : value.path(step.getFieldName());
        }
        boolean maySayIt = !SECRETIVE.matcher(field).matches();
        if (!(mapping instanceof MismatchedInputException mismatch)) {
            return new Problem(
                    field.toString(),
                    (maySayIt ? quoted(value.asText()) + " " : "")
                            + "cannot be read: "
                            + mapping.getOriginalMessage());
        }
        String expected = expected(mismatch.getTargetType());
        return new Problem(
                field.toString(),
                value.isValueNode() && maySayIt
                        ? quoted(value.asText()) + " is not " + expected
                        : "has the wrong type; it must be " + expected);
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "of the type that the reference page gives";
        }
        if (type.isEnum()) {
            return "one of " + Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList();
        }
        if (Number.class.isAssignableFrom(type)) {
            return "a whole number";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        return List.class.isAssignableFrom(type) ? "a list" : "an object";
    }
}
