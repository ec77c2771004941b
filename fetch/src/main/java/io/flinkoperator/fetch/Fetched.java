package io.flinkoperator.fetch;

import java.util.Locale;

/** What a download brought. */
record Fetched(long bytes, String sha256) {
    String sentence(String jar, double seconds) {
        return String.format(
                Locale.ROOT,
                "Fetched %,d bytes from %s (sha256 %s) in %.1f s",
                bytes,
                jar,
                sha256,
                seconds);
    }
}
