package io.waybill.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What came of reading a configuration file. Immutable. */
public sealed interface LoadResult {

    /** What to tell the operator, line by line: notices and the summary, every problem, or why the file is unreadable. */
    List<String> lines();

    /**
     * The file is right.
     *
     * @param file as the operator named it
     * @param config with every default filled in
     * @param notices what the operator should know all the same
     * @param sha256 of the file's bytes, in lower-case hex
     * @param files absolute names of all that was read: the file, then those that it names
     * @param fingerprint SHA-256 over the names and the bytes of all these files, in lower-case hex
     */
    record Loaded(
            String file,
            WaybillConfig config,
            List<Notice> notices,
            String sha256,
            List<Path> files,
            String fingerprint)
            implements LoadResult {

        public Loaded {
            notices = List.copyOf(notices);
            files = List.copyOf(files);
        }

        /** For example {@code config/waybill.yaml: ok: 2 listeners, 3 routes, 2 pools, 4 servers}. */
        public String summary() {
            int servers = config.pools().stream()
                    .mapToInt(pool -> pool.servers().size())
                    .sum();
            return file + ": ok: " + counted(config.listeners().size(), "listener") + ", "
                    + counted(config.routes().size(), "route") + ", "
                    + counted(config.pools().size(), "pool") + ", " + counted(servers, "server");
        }

        @Override
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            notices.forEach(notice -> lines.add(notice.toString()));
            lines.add(summary());
            return lines;
        }

        private static String counted(int count, String what) {
            return count + " " + what + (count == 1 ? "" : "s");
        }
    }

    /**
     * The file could be read, and its content is wrong, or that of a file that it names.
     *
     * @param problems never empty; in the order of the files
     * @param sha256 of the file's bytes, in lower-case hex
     * @param files absolute names of all that was read or could not be: the file, then those that it names as far as they
     *     are known
     * @param fingerprint as for a file that is right, so that the same mistake need not be told twice
     */
    record Wrong(List<Problem> problems, String sha256, List<Path> files, String fingerprint) implements LoadResult {

        public Wrong {
            problems = List.copyOf(problems);
            files = List.copyOf(files);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("problems: found none, expected at least one");
            }
        }

        @Override
        public List<String> lines() {
            return problems.stream().map(Problem::toString).toList();
        }
    }

    /**
     * The file could not be read at all.
     *
     * @param message one line that names the file and the reason
     */
    record Unreadable(String message) implements LoadResult {

        @Override
        public List<String> lines() {
            return List.of(message);
        }
    }
}
