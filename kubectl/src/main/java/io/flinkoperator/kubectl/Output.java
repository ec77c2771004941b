package io.flinkoperator.kubectl;

import io.flinkoperator.core.spec.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Option that says in which form results are shown. */
final class Output {
    /** A form. */
    enum Format {
        TEXT,
        WIDE,
        JSON,
        YAML,
        NAME;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = Word.class,
            description = "How to show it: text (default), json or yaml; lists also wide or name.")
    Format format = Format.TEXT;

    /** Words are written small. */
    static final class Word implements ITypeConverter<Format> {
        @Override
        public Format convert(String text) {
            return Stream.of(Format.values())
                    .filter(it -> it.toString().equals(text))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new TypeConversionException(
                                            "'"
                                                    + text
                                                    + "' is not one of "
                                                    + words(Stream.of(Format.values()))));
        }
    }

    private static String words(Stream<Format> formats) {
        return formats.map(Format::toString).collect(Collectors.joining(", "));
    }

    /** The form, if the verb has it. */
    Format among(Format... allowed) {
        List<Format> all = Stream.concat(Stream.of(Format.TEXT), Stream.of(allowed)).toList();
        if (!all.contains(format)) {
            throw Failure.usage(
                    "-o " + format + " is not one of " + words(all.stream()) + " here.");
        }
        return format;
    }

    /** Shows an object as it is, if that is asked for. */
    boolean shows(Object value, Shell shell) {
        switch (format) {
            case JSON -> shell.out().println(Documents.json(Json.tree(value)));
            case YAML -> shell.out().print(Documents.yaml(Json.tree(value)));
            default -> {
                return false;
            }
        }
        return true;
    }
}
