package io.flinkoperator.core.spec;

import io.flinkoperator.api.FlinkClusterSpec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The logging configuration that a user gives. A Log4j file in the syntax of the other generation
 * stops Flink at its start; such a file is left out, and the image's own is used.
 */
public final class LogFiles {
    private static final Pattern LOG4J_1 =
            Pattern.compile("^\\s*log4j\\.(rootLogger|rootCategory|appender)", Pattern.MULTILINE);
    private static final Pattern LOG4J_2 =
            Pattern.compile("^\\s*(rootLogger\\.|appender\\.|appenders\\s*=)", Pattern.MULTILINE);

    private LogFiles() {}

    /** The files that the version can read, by name. */
    public static Map<String, String> readable(
            FlinkClusterSpec spec, Optional<FlinkVersion> version) {
        return part(spec, version, true);
    }

    /** The files that would stop Flink at its start, by name. */
    static Map<String, String> unreadable(FlinkClusterSpec spec, Optional<FlinkVersion> version) {
        return part(spec, version, false);
    }

    private static Map<String, String> part(
            FlinkClusterSpec spec, Optional<FlinkVersion> version, boolean isReadable) {
        Pattern other = Feature.LOG4J_2.isIn(version) ? LOG4J_1 : LOG4J_2;
        return spec.logConfig().entrySet().stream()
                .filter(file -> isReadable != isOf(other, file))
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    private static boolean isOf(Pattern syntax, Map.Entry<String, String> file) {
        return file.getKey().startsWith("log4j")
                && file.getKey().endsWith(".properties")
                && syntax.matcher(file.getValue()).find();
    }
}
