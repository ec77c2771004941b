package io.flinkoperator.core.model;

import java.util.regex.Pattern;

/** Texts of others, such as messages of exceptions, may quote what is nobody else's business. */
public final class Secrets {
    private static final Pattern IN_URI = Pattern.compile("://[^/\\s@]{1,200}@");

    private static final String SECRET =
            "(?:password|passwd|secret|token|access[-.]?key|credential)";
    private static final String VALUE = "(\"[^\"]*\"|[^\\s,;&]+)";

    /** As in {@code password=abc}. */
    private static final Pattern IN_SETTING =
            Pattern.compile("(?i)(" + SECRET + "[\\w.-]{0,100}=)" + VALUE);

    /** As in {@code s3.secret-key: abc}; names of exceptions are not all small. */
    private static final Pattern IN_OPTION =
            Pattern.compile(
                    "(\\b[a-z0-9]{1,50}[.-][a-z0-9.-]{0,100}"
                            + SECRET
                            + "[a-z0-9.-]{0,100}: ?)"
                            + VALUE);

    private Secrets() {}

    /** The text with three stars in place of what looks like a secret. */
    public static String masked(String text) {
        String withoutUris = IN_URI.matcher(text).replaceAll("://***@");
        String withoutSettings = IN_SETTING.matcher(withoutUris).replaceAll("$1***");
        return IN_OPTION.matcher(withoutSettings).replaceAll("$1***");
    }
}
