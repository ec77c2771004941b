package io.flinkoperator.operator;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What a pure function cannot do, each as a rule with samples that break it. */
final class Purity {

    /**
     * A rule for a package.
     *
     * @param name What is forbidden.
     * @param rule The rule for a package.
     * @param samples Members of the class Impure that break it.
     */
    record Rule(String name, Function<String, ArchRule> rule, List<String> samples) {
        ArchRule in(String packages) {
            return rule.apply(packages);
        }
    }

    static final List<Rule> RULES =
            List.of(
                    calls(
                            "clock",
                            "java\\.time\\..*\\.now"
                                    + "|java\\.time\\.Clock\\..*"
                                    + "|java\\.lang\\.System\\.(currentTimeMillis|nanoTime)"
                                    + "|java\\.util\\.(Date|GregorianCalendar)\\.<init>"
                                    + "|java\\.util\\.Calendar\\.getInstance",
                            "instantNow",
                            "localDateNow",
                            "systemClock",
                            "currentTimeMillis",
                            "nanoTime",
                            "date"),
                    calls(
                            "randomness",
                            "java\\.util\\.UUID\\.randomUUID"
                                    + "|java\\.util\\.(Random|SplittableRandom)\\..*"
                                    + "|java\\.util\\.random\\..*"
                                    + "|java\\.security\\.SecureRandom\\..*"
                                    + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\..*"
                                    + "|java\\.util\\.Collections\\.shuffle"
                                    + "|java\\.lang\\.Math\\.random",
                            "randomUuid",
                            "random",
                            "threadLocalRandom",
                            "mathRandom"),
                    calls(
                            "environment",
                            "java\\.lang\\.System\\.(getenv|getProperty|getProperties|setProperty)"
                                    + "|java\\.lang\\.(Boolean\\.getBoolean|Integer\\.getInteger)"
                                    + "|java\\.lang\\.(Runtime|ProcessBuilder|ProcessHandle)\\..*",
                            "environment",
                            "property",
                            "booleanProperty",
                            "runtime"),
                    uses(
                            "threads",
                            "java\\.lang\\.Thread(|Local|Group)|java\\.util\\.concurrent\\..*"
                                    + "|java\\.util\\.Timer",
                            "thread",
                            "executor",
                            "threadLocal"),
                    uses(
                            "clients and frameworks",
                            "io\\.fabric8\\.kubernetes\\.client\\..*|io\\.javaoperatorsdk\\..*"
                                    + "|io\\.micrometer\\..*|java\\.net\\.http\\..*"
                                    + "|java\\.net\\.(Socket|ServerSocket|URL|URLConnection)"
                                    + "|javax\\.net\\..*",
                            "kubernetesClient",
                            "reconciler",
                            "meters",
                            "httpClient",
                            "socket"),
                    uses(
                            "loggers",
                            "org\\.slf4j\\..*|java\\.util\\.logging\\..*|ch\\.qos\\.logback\\..*"
                                    + "|java\\.io\\.PrintStream",
                            "logger",
                            "javaLogger",
                            "print"),
                    uses(
                            "files",
                            "java\\.nio\\.(file|channels)\\..*"
                                    + "|java\\.io\\.(File|Reader|Writer|InputStream|OutputStream"
                                    + "|RandomAccessFile)|java\\.io\\.(File|Buffered)\\w+",
                            "path",
                            "fileRead",
                            "inputStream"),
                    new Rule(
                            "statics that change",
                            packages ->
                                    fields().that()
                                            .areDeclaredInClassesThat()
                                            .resideInAPackage(packages)
                                            .and()
                                            .areStatic()
                                            .should(neverChange()),
                            List.of("counter", "ARRAY", "MAP", "ATOMIC", "TEXT")));

    private static final Pattern MUTABLE =
            Pattern.compile(
                    "java\\.util\\.(\\w*(HashMap|ArrayList|HashSet|TreeMap|TreeSet|LinkedList"
                            + "|Deque|Queue|Properties|BitSet))|java\\.util\\.concurrent\\..*"
                            + "|java\\.lang\\.String(Builder|Buffer)");

    private Purity() {}

    private static Rule calls(String name, String pattern, String... samples) {
        Pattern forbidden = Pattern.compile(pattern);
        DescribedPredicate<JavaAccess<?>> isForbidden =
                DescribedPredicate.describe(
                        name,
                        access ->
                                forbidden
                                        .matcher(
                                                access.getTargetOwner().getName()
                                                        + "."
                                                        + access.getTarget().getName())
                                        .matches());
        return new Rule(
                name,
                packages ->
                        noClasses()
                                .that()
                                .resideInAPackage(packages)
                                .should()
                                .accessTargetWhere(isForbidden),
                List.of(samples));
    }

    private static Rule uses(String name, String pattern, String... samples) {
        return new Rule(
                name,
                packages ->
                        noClasses()
                                .that()
                                .resideInAPackage(packages)
                                .should()
                                .dependOnClassesThat(nameMatching(pattern).<JavaClass>forSubtype()),
                List.of(samples));
    }

    private static ArchCondition<JavaField> neverChange() {
        return new ArchCondition<>("never change") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                boolean isFinal =
                        field.getModifiers()
                                .contains(com.tngtech.archunit.core.domain.JavaModifier.FINAL);
                boolean isSynthetic =
                        field.getModifiers()
                                .contains(com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC);
                JavaClass type = field.getRawType();
                boolean changes =
                        !isFinal || type.isArray() || MUTABLE.matcher(type.getName()).matches();
                if (changes && !isSynthetic) {
                    events.add(
                            SimpleConditionEvent.violated(
                                    field, field.getFullName() + " can change"));
                }
            }
        };
    }
}
