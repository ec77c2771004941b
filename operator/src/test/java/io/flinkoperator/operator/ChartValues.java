package io.flinkoperator.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of the chart, each with the comment above it. */
final class ChartValues {
    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):.*");

    /**
     * A value.
     *
     * @param path Names of what it lies in, and its own, with dots between.
     * @param standard What it is unless it is given.
     * @param comment What it does; empty if the file does not say.
     */
    record Value(String path, JsonNode standard, String comment) {}

    private ChartValues() {}

    /** All that have a comment, or nothing in them that has one. */
    static List<Value> read(Path file) throws IOException {
        JsonNode values = new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
        List<Value> read = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        List<String> comment = new ArrayList<>();
        String documented = "";
        for (String line : Files.readAllLines(file)) {
            Matcher key = KEY.matcher(line);
            if (line.strip().startsWith("#")) {
                comment.add(line.strip().substring(1).strip());
            } else if (key.matches()) {
                while (path.size() > key.group(1).length() / 2) {
                    path.removeLast();
                }
                path.addLast(key.group(2));
                String name = String.join(".", path);
                JsonNode value = values.at("/" + String.join("/", path));
                boolean isLeaf = !value.isObject() || value.isEmpty();
                boolean isInDocumented = !documented.isEmpty() && name.startsWith(documented + ".");
                if (!isInDocumented && (isLeaf || !comment.isEmpty())) {
                    read.add(new Value(name, value, String.join(" ", comment)));
                    documented = comment.isEmpty() || isLeaf ? documented : name;
                }
                comment.clear();
            } else {
                comment.clear();
            }
        }
        return read;
    }
}
