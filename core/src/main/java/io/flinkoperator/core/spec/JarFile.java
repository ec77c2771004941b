package io.flinkoperator.core.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the jar of a job is.
 *
 * @param scheme Scheme of its URI; empty for a path.
 * @param rest What follows the scheme.
 * @param text As the user wrote it.
 */
public record JarFile(String scheme, String rest, String text) {
    /** Schemes that are fetched. */
    public static final List<String> REMOTE = List.of("https", "http", "gs", "s3", "abfs", "abfss");

    /** Schemes of files inside the image. */
    static final List<String> LOCAL = List.of("local", "file");

    private static final Pattern URI = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");

    /** The jar that a text names; empty if it is blank. */
    public static Optional<JarFile> of(String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        Matcher uri = URI.matcher(text);
        return Optional.of(
                uri.matches()
                        ? new JarFile(uri.group(1), uri.group(2), text)
                        : new JarFile("", text, text));
    }

    /** Whether it has to be fetched. */
    public boolean isRemote() {
        return REMOTE.contains(scheme);
    }

    /** Its path inside the image, unless it is remote. */
    public String path() {
        return rest.replaceFirst("^//", "");
    }

    /** Whether user name or password stand in it, where everybody can read them. */
    boolean hasCredentials() {
        String authority = rest.replaceFirst("^//", "").split("[/?#]", 2)[0];
        boolean isContainer = scheme.startsWith("abfs");
        return isRemote() && authority.contains("@") && (!isContainer || authority.contains(":"));
    }
}
