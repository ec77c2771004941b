package io.flinkoperator.kubectl.text;

import io.flinkoperator.kubectl.text.Ink.Tone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under a header, columns aligned. */
final class Table {
    private static final String GAP = "   ";

    private final List<List<Cell>> rows = new ArrayList<>();

    /** A text and what it tells. */
    record Cell(String text, Tone tone) {
        static Cell of(String text) {
            return new Cell(text, Tone.PLAIN);
        }
    }

    Table(List<String> header) {
        rows.add(header.stream().map(text -> new Cell(text, Tone.FAINT)).toList());
    }

    void add(Cell... cells) {
        rows.add(Arrays.asList(cells));
    }

    void add(List<Cell> cells) {
        rows.add(cells);
    }

    List<String> lines(Ink ink) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<Cell> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).text().length());
            }
        }
        return rows.stream().map(row -> line(row, widths, ink)).toList();
    }

    /** Colours have no width, and the last column needs no padding. */
    private static String line(List<Cell> row, int[] widths, Ink ink) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            Cell cell = row.get(column);
            boolean isLast = column == widths.length - 1;
            line.append(ink.paint(cell.tone(), cell.text()));
            line.append(isLast ? "" : " ".repeat(widths[column] - cell.text().length()) + GAP);
        }
        return line.toString().stripTrailing();
    }
}
