import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What a run of the tests did, from the reports of Surefire and Failsafe: where the time went, the totals, and each failed test with the command that repeats it.
 *
 * <p>Usage: java TestReport.java REPOSITORY BEGUN STEPS, with the time at which the run began in seconds since 1970 and a file with lines "SECONDS NAME". The exit code is 1 if a test failed.
 */
class TestReport {
    private static final int SLOWEST = 20;
    private static final Pattern METHOD = Pattern.compile("[A-Za-z_$][\\w$]*");

    record Case(String type, String name, boolean failed) {
        /** Without the parameters, which Maven does not take back. */
        String method() {
            Matcher matcher = METHOD.matcher(name);
            return matcher.lookingAt() ? "#" + matcher.group() : "";
        }

        String repeat() {
            String simple = type.substring(type.lastIndexOf('.') + 1);
            return "make test-" + kind(simple) + " TEST='" + simple + method() + "'";
        }
    }

    record Suite(String name, double seconds, int tests, int failed, int skipped, List<Case> cases) {
        String simpleName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Instant begun = Instant.ofEpochSecond(Long.parseLong(arguments[1]));
        List<Suite> suites = suites(Path.of(arguments[0]), begun);
        List<String> steps = Files.exists(Path.of(arguments[2])) ? Files.readAllLines(Path.of(arguments[2])) : List.of();
        if (suites.isEmpty()) {
            System.out.println("\nNo test ran.");
            System.exit(1);
        }
        if (!steps.isEmpty()) {
            System.out.println("\nMinutes of each step");
        }
        // Several parts may ask for the same step; whoever comes later finds it done.
        Map<String, Double> times = new LinkedHashMap<>();
        steps.forEach(line -> times.merge(line.split(" ", 2)[1], Double.parseDouble(line.split(" ", 2)[0]), Double::sum));
        times.forEach((step, seconds) -> System.out.printf(Locale.ROOT, "%8.1f  %s%n", seconds / 60, step));
        System.out.println("\nThe slowest classes, in minutes");
        suites.stream().collect(Collectors.groupingBy(Suite::simpleName)).values().stream().map(TestReport::sum)
                .sorted(Comparator.comparingDouble(Suite::seconds).reversed()).limit(SLOWEST)
                .forEach(suite -> System.out.printf(Locale.ROOT, "%8.1f  %-12s %s, %d tests%n", suite.seconds() / 60, kind(suite.simpleName()), suite.simpleName(), suite.tests()));
        System.out.println();
        for (String kind : List.of("unit", "integration", "e2e")) {
            total("test-" + kind + ": ", suites.stream().filter(suite -> kind(suite.simpleName()).equals(kind)).toList());
        }
        List<Case> failed = suites.stream().flatMap(suite -> suite.cases().stream()).filter(Case::failed).toList();
        if (!failed.isEmpty()) {
            System.out.println("\nFailed tests, each with the command that repeats it");
            failed.forEach(test -> System.out.printf("  %s %s%n      %s%n", test.type(), test.name(), test.repeat()));
        }
        System.out.println();
        total("", suites);
        System.exit(failed.isEmpty() ? 0 : 1);
    }

    /** A class with tests that run alone has two reports. */
    private static Suite sum(List<Suite> parts) {
        return new Suite(parts.get(0).name(), parts.stream().mapToDouble(Suite::seconds).sum(), parts.stream().mapToInt(Suite::tests).sum(), 0, 0, List.of());
    }

    private static void total(String title, List<Suite> suites) {
        int failed = suites.stream().mapToInt(Suite::failed).sum();
        int skipped = suites.stream().mapToInt(Suite::skipped).sum();
        int tests = suites.stream().mapToInt(Suite::tests).sum();
        if (tests > 0 || title.isEmpty()) {
            System.out.printf("%s%d passed, %d failed, %d skipped%n", title, tests - failed - skipped, failed, skipped);
        }
    }

    private static String kind(String type) {
        return type.endsWith("E2E") ? "e2e" : type.endsWith("IT") ? "integration" : "unit";
    }

    private static List<Suite> suites(Path repository, Instant begun) throws Exception {
        List<Path> reports;
        try (Stream<Path> files = Files.find(repository, 5, (file, attributes) -> isReport(file, attributes.lastModifiedTime(), begun))) {
            reports = files.sorted().toList();
        }
        List<Suite> suites = new ArrayList<>();
        for (Path report : reports) {
            suites.add(suite(report));
        }
        return suites;
    }

    private static boolean isReport(Path file, FileTime written, Instant begun) {
        return file.getFileName().toString().matches("TEST-.*\\.xml")
                && file.getParent().getFileName().toString().matches("(surefire|failsafe)-reports(-alone)?")
                && !written.toInstant().isBefore(begun);
    }

    private static Suite suite(Path report) throws Exception {
        Element root;
        try {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile()).getDocumentElement();
        } catch (org.xml.sax.SAXException unreadable) {
            throw new IOException("Failed to read " + report + ", which a test that was cut off may have left", unreadable);
        }
        NodeList found = root.getElementsByTagName("testcase");
        List<Case> cases = IntStream.range(0, found.getLength()).mapToObj(i -> testCase((Element) found.item(i))).toList();
        return new Suite(root.getAttribute("name"), Double.parseDouble(root.getAttribute("time")), number(root, "tests"), number(root, "failures") + number(root, "errors"), number(root, "skipped"), cases);
    }

    private static Case testCase(Element element) {
        boolean failed = element.getElementsByTagName("failure").getLength() + element.getElementsByTagName("error").getLength() > 0;
        return new Case(element.getAttribute("classname"), element.getAttribute("name"), failed);
    }

    private static int number(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }
}
