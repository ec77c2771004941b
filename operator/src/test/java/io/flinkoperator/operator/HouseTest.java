package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Keeps the doors between the rooms, and core pure. The house "bad" breaks every rule, so that a
 * rule that has stopped to look is found out.
 */
class HouseTest {
    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(
                            "io.flinkoperator.api",
                            "io.flinkoperator.core",
                            "io.flinkoperator.operator",
                            "io.flinkoperator.kubectl");
    private static final JavaClasses BAD_HOUSE = new ClassFileImporter().importPackages("bad");
    private static final Doors DOORS = new Doors("io.flinkoperator");
    private static final Doors BAD_DOORS = new Doors("bad");

    @Test
    void everyClassLivesInARoomOfTheDoorList() {
        Set<String> packages = new TreeSet<>();
        HOUSE.forEach(type -> packages.add(type.getPackageName()));

        assertThat(packages).containsExactlyInAnyOrderElementsOf(DOORS.packages());
    }

    @TestFactory
    List<DynamicTest> roomsUseOnlyTheirDoors() {
        return Doors.ROOMS.stream()
                .map(room -> DynamicTest.dynamicTest(room, () -> DOORS.rule(room).check(HOUSE)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> everyDoorThatIsNotOnTheListIsFound() {
        return Doors.ROOMS.stream()
                .map(room -> DynamicTest.dynamicTest(room, () -> findsEveryBadDoor(room)))
                .toList();
    }

    private static void findsEveryBadDoor(String room) {
        // When
        String report = BAD_DOORS.rule(room).evaluate(BAD_HOUSE).getFailureReport().toString();

        // Then
        for (String other : Doors.ROOMS) {
            String door = "has type <" + BAD_DOORS.packageOf(other) + ".Sample>";
            boolean isAllowed = room.equals(other) || BAD_DOORS.isOpen(room, other);
            assertThat(report.contains(door)).as("%s to %s", room, other).isEqualTo(!isAllowed);
        }
    }

    @TestFactory
    List<DynamicTest> coreIsPure() {
        return Purity.RULES.stream()
                .map(
                        rule ->
                                DynamicTest.dynamicTest(
                                        rule.name(),
                                        () -> rule.in("io.flinkoperator.core..").check(HOUSE)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> everyImpurityIsFound() {
        return Purity.RULES.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> findsEverySample(rule)))
                .toList();
    }

    private static void findsEverySample(Purity.Rule rule) {
        // When
        String report = rule.in("bad.core..").evaluate(BAD_HOUSE).getFailureReport().toString();

        // Then
        assertThat(rule.samples()).isNotEmpty();
        assertThat(rule.samples())
                .allSatisfy(sample -> assertThat(report).contains("Impure." + sample));
    }
}
