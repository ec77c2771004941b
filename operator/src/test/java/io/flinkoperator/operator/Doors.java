package io.flinkoperator.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The door list: which room may use which. Packages are without subpackages.
 *
 * @param house Package of the whole.
 */
record Doors(String house) {
    private static final Map<String, List<String>> OPEN =
            Map.ofEntries(
                    Map.entry("api", List.of()),
                    Map.entry("core.model", List.of("api")),
                    Map.entry("core.spec", List.of("core.model", "api")),
                    Map.entry("core.resources", List.of("core.spec", "core.model", "api")),
                    Map.entry(
                            "core.decide",
                            List.of("core.resources", "core.spec", "core.model", "api")),
                    Map.entry("operator.flink", List.of("core.model")),
                    Map.entry("operator.poll", List.of("operator.flink", "core.model")),
                    Map.entry(
                            "operator.observe",
                            List.of("operator.poll", "core.resources", "core.model", "api")),
                    Map.entry(
                            "operator.act",
                            List.of("operator.flink", "core.model", "core.spec", "api")),
                    Map.entry(
                            "operator.controller",
                            List.of(
                                    "operator.act",
                                    "operator.observe",
                                    "operator.poll",
                                    "operator.flink",
                                    "core.decide",
                                    "core.resources",
                                    "core.spec",
                                    "core.model",
                                    "api")),
                    Map.entry("operator.page", List.of("operator.controller")),
                    Map.entry(
                            "operator",
                            List.of(
                                    "operator.page",
                                    "operator.controller",
                                    "operator.act",
                                    "operator.observe",
                                    "operator.poll",
                                    "operator.flink",
                                    "core.decide",
                                    "core.resources",
                                    "core.spec",
                                    "core.model",
                                    "api")),
                    Map.entry(
                            "kubectl.text",
                            List.of(
                                    "core.decide",
                                    "core.resources",
                                    "core.spec",
                                    "core.model",
                                    "api")),
                    Map.entry("kubectl.convert", List.of("core.spec", "api")),
                    Map.entry(
                            "kubectl",
                            List.of(
                                    "kubectl.text",
                                    "kubectl.convert",
                                    "core.decide",
                                    "core.resources",
                                    "core.spec",
                                    "core.model",
                                    "api")));

    static final List<String> ROOMS = OPEN.keySet().stream().sorted().toList();

    List<String> packages() {
        return ROOMS.stream().map(this::packageOf).toList();
    }

    String packageOf(String room) {
        return house + "." + room;
    }

    boolean isOpen(String from, String to) {
        return OPEN.get(from).contains(to);
    }

    ArchRule rule(String room) {
        String[] open =
                OPEN.get(room).stream()
                        .map(this::packageOf)
                        .collect(Collectors.toList())
                        .toArray(String[]::new);
        DescribedPredicate<JavaClass> behindOtherDoors =
                resideInAPackage(house + "..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(open)))
                        .and(DescribedPredicate.not(resideInAPackage(packageOf(room))))
                        .as("live behind a door that is not open to %s", room);
        return noClasses()
                .that()
                .resideInAPackage(packageOf(room))
                .should()
                .dependOnClassesThat(behindOtherDoors);
    }
}
