package io.flinkoperator.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Figures of several sizes side by side, as Markdown. */
record Table(Driver driver, List<Integer> sizes, List<Report> reports) {
    void write(Path file) throws IOException {
        Files.writeString(file, String.join("\n", lines()) + "\n");
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(machine());
        lines.add("");
        List<String> heads = new ArrayList<>(sizes.stream().map("N = %,d"::formatted).toList());
        pairs().forEach(pair -> heads.add("growth from %,d".formatted(sizes.get(pair))));
        lines.add("| | " + String.join(" | ", heads) + " |");
        lines.add("|---|" + "--:|".repeat(heads.size()));
        Set<String> all = new LinkedHashSet<>();
        reports.forEach(report -> all.addAll(report.figures().keySet()));
        for (String what : all) {
            List<String> cells = new ArrayList<>();
            reports.forEach(report -> cells.add(cell(report.figures().get(what))));
            pairs().forEach(pair -> cells.add(growth(what, pair)));
            lines.add("| " + what + " | " + String.join(" | ", cells) + " |");
        }
        return lines;
    }

    /** Each size but the last one, by its index. */
    private IntStream pairs() {
        return IntStream.range(0, sizes.size() - 1);
    }

    private String growth(String what, int pair) {
        return exponent(what, pair).map("%.2f"::formatted).orElse("");
    }

    /** The power of the number of clusters that a figure grows with. */
    private Optional<Double> exponent(String what, int pair) {
        Map<String, Double> few = reports.get(pair).figures();
        Map<String, Double> many = reports.get(pair + 1).figures();
        double before = few.getOrDefault(what, 0.0);
        double after = many.getOrDefault(what, 0.0);
        double times = (double) sizes.get(pair + 1) / sizes.get(pair);
        return before > 0 && after > 0
                ? Optional.of(Math.log(after / before) / Math.log(times))
                : Optional.empty();
    }

    private static String cell(Double figure) {
        return figure == null ? "" : Report.number(figure);
    }

    private String machine() throws IOException {
        String model =
                Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                        .filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .orElse("unknown processor");
        long memory =
                Files.readAllLines(Path.of("/proc/meminfo")).stream()
                        .filter(line -> line.startsWith("MemTotal"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 20)
                        .sum();
        return String.format(
                Locale.ROOT,
                "%s, %s, %d cores of %s, %d GiB, Linux %s, Java %s, Kubernetes %s; `%s`.",
                LocalDate.now(ZoneOffset.UTC),
                driver.name(),
                Runtime.getRuntime().availableProcessors(),
                model,
                memory,
                System.getProperty("os.version").replaceFirst("-.*", ""),
                System.getProperty("java.version"),
                reports.get(0).kubernetes,
                String.join(" ", driver.settings()));
    }
}
