package io.flinkoperator.operator;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A test that takes minutes. Of all such tests of a class, each row of a {@link CsvSource} counted
 * on its own, one runs in {@link Turn}; a named command runs all of them.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InTurn.Condition.class)
@interface InTurn {

    /** Asked for the method first, and then for each row. */
    final class Condition implements ExecutionCondition {
        private static final String ROW = "#";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            Turn turn = Turn.current();
            List<String> all = all(context.getRequiredTestClass());
            String own = context.getRequiredTestMethod().getName() + ROW;
            String id = context.getUniqueId();
            boolean isRow = id.contains("test-template-invocation");
            String element = isRow ? own + id.replaceAll(".*#(\\d+)]$", "$1") : own;
            boolean runs =
                    turn.of(all.size(), all.size())
                            .mapToObj(all::get)
                            .anyMatch(isRow ? element::equals : it -> it.startsWith(own));
            return runs ? enabled("its turn") : disabled("not its turn: -Dturn=all runs it");
        }

        /** Methods in the order of their names, each with its rows from 1 on. */
        static List<String> all(Class<?> type) {
            return Stream.of(type.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(InTurn.class))
                    .sorted((one, other) -> one.getName().compareTo(other.getName()))
                    .flatMap(Condition::rows)
                    .toList();
        }

        private static Stream<String> rows(Method method) {
            CsvSource source = method.getAnnotation(CsvSource.class);
            int rows = source == null ? 1 : source.value().length;
            return Stream.iterate(1, row -> row <= rows, row -> row + 1)
                    .map(row -> method.getName() + ROW + row);
        }
    }
}
