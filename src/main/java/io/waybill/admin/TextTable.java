package io.waybill.admin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Aligned columns that never get wider than a line: when they would, the texts of the first column are shortened in the
 * middle, then those of the second. Not safe for several threads.
 */
final class TextTable {

    /** Every page for people keeps to it. */
    static final int LINE = 100;

    private static final int SHORTEST = 8;
    private static final String INDENT = "  ";

    private final String[] titles;
    private final int leftAligned;
    private final List<String[]> rows = new ArrayList<>();

    /**
     * @param leftAligned how many columns hold text; those after them hold numbers
     * @param titles of the columns
     */
    TextTable(int leftAligned, String... titles) {
        this.leftAligned = leftAligned;
        this.titles = titles;
        rows.add(titles);
    }

    void row(String... cells) {
        if (cells.length != titles.length) {
            throw new IllegalArgumentException("found " + cells.length + " cells, expected " + titles.length);
        }
        rows.add(cells);
    }

    void appendTo(StringBuilder out) {
        int[] widths = new int[titles.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
            }
        }
        int gap = total(widths, 2) <= LINE ? 2 : 1;
        for (int i = 0; i < leftAligned && total(widths, gap) > LINE; i++) {
            widths[i] = Math.max(SHORTEST, widths[i] - (total(widths, gap) - LINE));
        }
        for (String[] row : rows) {
            appendRow(out, row, widths, gap);
        }
    }

    private void appendRow(StringBuilder out, String[] row, int[] widths, int gap) {
        int start = out.length();
        out.append(INDENT);
        for (int i = 0; i < row.length; i++) {
            String cell = shortened(row[i], widths[i]);
            int padding = widths[i] - cell.codePointCount(0, cell.length());
            out.append(" ".repeat(i == 0 ? 0 : gap));
            out.append(" ".repeat(i < leftAligned ? 0 : padding));
            out.append(cell);
            out.append(" ".repeat(i < leftAligned ? padding : 0));
        }
        int end = out.length();
        while (end > start && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
        out.append('\n');
    }

    private static int total(int[] widths, int gap) {
        return INDENT.length() + Arrays.stream(widths).sum() + gap * (widths.length - 1);
    }

    /** The beginning and the end: names of siblings differ at either. */
    static String shortened(String text, int width) {
        int[] points = text.codePoints().toArray();
        if (points.length <= width) {
            return text;
        }
        int tail = (width - 2) / 2;
        int head = width - 2 - tail;
        return new String(points, 0, head) + ".." + new String(points, points.length - tail, tail);
    }

    /** {@code name  value}; a long value is continued on further lines. */
    static void appendField(StringBuilder out, String name, int nameWidth, String value) {
        int room = LINE - INDENT.length() - nameWidth - 2;
        int[] points = value.codePoints().toArray();
        int from = 0;
        do {
            int to = Math.min(points.length, from + room);
            out.append(INDENT).append(from == 0 ? name : "");
            out.append(" ".repeat(nameWidth + 2 - (from == 0 ? name.length() : 0)));
            out.append(new String(points, from, to - from)).append('\n');
            from = to;
        } while (from < points.length);
    }

    /** A sentence, broken at spaces into lines that fit; all but the first are indented further. */
    static void appendParagraph(StringBuilder out, String text) {
        StringBuilder line = new StringBuilder(INDENT);
        int words = 0;
        for (String word : text.split(" ", -1)) {
            String fitting = shortened(word, LINE - 3 * INDENT.length());
            if (words > 0 && line.length() + 1 + fitting.length() > LINE) {
                out.append(line).append('\n');
                line.setLength(0);
                line.append(INDENT).append(INDENT);
                words = 0;
            }
            line.append(words == 0 ? "" : " ").append(fitting);
            words++;
        }
        out.append(line).append('\n');
    }
}
