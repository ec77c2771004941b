package io.flinkoperator.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder with the control plane's programs; never fetches or builds them. */
record Binaries(Path folder) {

    static final String VARIABLE = "KUBEBUILDER_ASSETS";

    /** The folder named by the system property or else by the environment variable. */
    static Binaries find() {
        var named =
                Optional.ofNullable(System.getProperty(VARIABLE))
                        .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                        .filter(value -> !value.isBlank());
        return new Binaries(
                Path.of(
                        named.orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "set KUBEBUILDER_ASSETS or run"
                                                        + " `make test-integration`"))));
    }

    String path(String program) {
        var file = folder.resolve(program);
        if (!Files.isExecutable(file)) {
            throw new IllegalStateException(
                    "No program \"%s\" in %s \"%s\"; run `make test-integration`"
                            .formatted(program, VARIABLE, folder));
        }
        return file.toString();
    }
}
