package io.flinkoperator.kubectl.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A line and what belongs to it.
 *
 * @param text The line.
 * @param children What belongs to it.
 */
record Tree(String text, List<Tree> children) {
    Tree {
        children = List.copyOf(children);
    }

    static Tree leaf(String text) {
        return new Tree(text, List.of());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(text);
        addChildren("", lines);
        return lines;
    }

    private void addChildren(String indent, List<String> lines) {
        for (int index = 0; index < children.size(); index++) {
            boolean isLast = index == children.size() - 1;
            lines.add(indent + (isLast ? "└─ " : "├─ ") + children.get(index).text());
            children.get(index).addChildren(indent + (isLast ? "   " : "│  "), lines);
        }
    }
}
