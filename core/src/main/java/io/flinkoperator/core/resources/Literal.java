package io.flinkoperator.core.resources;

/**
 * Words for a container that must arrive as they are. Kubernetes replaces $(NAME) in arguments by
 * the variable of that name, and $$ by $.
 */
final class Literal {
    private Literal() {}

    static String of(String text) {
        return text.replace("$", "$$");
    }
}
