package io.flinkoperator.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of docs that {@code make generate} writes from what is in the code. */
public final class GeneratedPage {
    private GeneratedPage() {}

    /** The committed page is the generated one. */
    public static void isUpToDate(String name, String content) throws IOException {
        Path page = Path.of("../docs", name);
        if (Boolean.getBoolean("generate")) {
            Files.writeString(page, content);
        }
        assertThat(page).as("run make generate").hasContent(content);
    }
}
