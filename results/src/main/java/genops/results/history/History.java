package genops.results.history;

import genops.results.document.Measurement;
import genops.results.document.MeasurementKey;
import genops.results.document.ReferenceFork;
import genops.results.document.RunDocument;
import genops.results.document.RunDocumentException;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import genops.results.statistics.Estimate;
import genops.results.statistics.PairedFork;
import genops.results.statistics.PairedForks;
import genops.results.statistics.PairedForks.Ratio;
import genops.results.statistics.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of run documents as series in the order of their commits. Of each document only the point of each measurement is kept, so that a
 * year fits into a small heap.
 *
 * <p>A commit stands where it was made, or, in documents that do not say when, where it was first measured, so that an old one that is
 * measured again is not taken for the newest; runs of one commit, and those whose commit does not say what was measured, stand where they
 * began.
 *
 * @param runs the nights in order
 * @param series the times, one series for each measurement, in order of first appearance
 * @param ratios the ratios to a reference, one series for each measurement and each reference, likewise
 * @param leftOut the files that could not be used, each with the reason
 */
public record History(List<Run> runs, List<Series> series, List<Series> ratios, List<LeftOut> leftOut) {
    private static final double ERROR_RATE = 0.05;

    public History {
        runs = List.copyOf(runs);
        series = List.copyOf(series);
        ratios = List.copyOf(ratios);
        leftOut = List.copyOf(leftOut);
    }

    /** A history without a reference. */
    public History(List<Run> runs, List<Series> series, List<LeftOut> leftOut) {
        this(runs, series, List.of(), leftOut);
    }

    /**
     * A file that is no part of the history.
     *
     * @param file the file
     * @param reason one line
     */
    public record LeftOut(Path file, String reason) {}

    /** A document as it is kept: its night and the points of its measurements, times and ratios to the reference. */
    private record Night(Run run, Map<MeasurementKey, Point> points, String reference, Map<MeasurementKey, Point> ratios) {}

    /** What became of a file: exactly one is there. */
    private record Loaded(Optional<Night> night, Optional<LeftOut> leftOut) {}

    /**
     * Reads all {@code .json} files of a folder, in parallel. A file that is truncated, foreign, or a part of a run is left out.
     *
     * @throws IllegalArgumentException one line where the folder cannot be listed
     */
    public static History load(Path folder) {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(History::document).sorted().toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot list the history folder " + folder + ": " + e.getClass().getSimpleName(), e);
        }
        return load(files);
    }

    /** Reads these files, in parallel; one that is truncated, foreign, or a part of a run is left out. */
    public static History load(List<Path> files) {
        List<Loaded> loaded = files.parallelStream().map(History::read).toList();
        List<LeftOut> leftOut = new ArrayList<>(loaded.stream().flatMap(l -> l.leftOut.stream()).toList());
        List<Night> nights = new ArrayList<>();
        Map<String, Path> known = new LinkedHashMap<>();
        for (Loaded each : loaded) {
            each.night.ifPresent(night -> {
                Run run = night.run;
                Path same = known.putIfAbsent(run.time() + " " + run.commit() + " " + run.machine(), run.file());
                if (same == null) {
                    nights.add(night);
                } else {
                    leftOut.add(new LeftOut(run.file(), run.file() + " is the run of " + same + " again"));
                }
            });
        }
        return of(nights, leftOut);
    }

    /** The series of documents that are in memory; the names of their files are their places. */
    public static History of(List<RunDocument> documents) {
        List<Night> nights = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            nights.add(night(Path.of("run-" + i + ".json"), documents.get(i)));
        }
        return of(nights, List.of());
    }

    /** Whether a file of a folder is looked at: its name ends in {@code .json} and does not begin with a dot. */
    public static boolean document(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".json") && !name.startsWith(".") && Files.isRegularFile(file);
    }

    private static Loaded read(Path file) {
        try {
            RunDocument document = RunDocuments.read(file);
            if (!document.shard().isEmpty()) {
                return leftOut(file, file + " is part " + document.shard() + " of a run; merge its parts first");
            }
            return new Loaded(Optional.of(night(file, document)), Optional.empty());
        } catch (RunDocumentException e) {
            return leftOut(file, e.getMessage());
        } catch (DateTimeParseException e) {
            return leftOut(file, file + " has no valid time of its start: '" + e.getParsedString() + "'");
        }
    }

    private static Loaded leftOut(Path file, String reason) {
        return new Loaded(Optional.empty(), Optional.of(new LeftOut(file, reason)));
    }

    private static Night night(Path file, RunDocument document) {
        Map<MeasurementKey, Run.Untimed> withoutTime = new LinkedHashMap<>();
        document.measurements().stream().filter(m -> m.status() != Status.MEASURED)
                .forEach(m -> withoutTime.putIfAbsent(MeasurementKey.of(m), new Run.Untimed(m.status(), m.reason())));
        Run run = new Run(file, OffsetDateTime.parse(document.started()), document.commit(), committed(document), document.machine(),
                document.ceilings(), document.suspect(), withoutTime);
        Map<MeasurementKey, Point> points = new LinkedHashMap<>();
        Map<MeasurementKey, Point> ratios = new LinkedHashMap<>();
        for (Measurement m : document.measurements()) {
            if (m.status() == Status.MEASURED && m.scoreNanoseconds().length > 0) {
                points.putIfAbsent(MeasurementKey.of(m), new Point(run, Samples.medianOfForks(m.scoreNanoseconds()),
                        m.scoreNanoseconds().length));
                if (!document.reference().isEmpty() && !m.referenceForks().isEmpty()) {
                    ratios.putIfAbsent(MeasurementKey.of(m), new Point(run, ratio(m.referenceForks()), m.referenceForks().size()));
                }
            }
        }
        return new Night(run, points, document.reference(), ratios);
    }

    private static Estimate ratio(List<ReferenceFork> forks) {
        Ratio ratio = PairedForks.ratio(forks.stream().map(f -> new PairedFork(f.logRatio(), f.error(), f.reversed())).toList(), ERROR_RATE);
        return new Estimate(ratio.value(), (ratio.interval().high() - ratio.interval().low()) / 2);
    }

    private static Optional<OffsetDateTime> committed(RunDocument document) {
        return document.committed().isEmpty() ? Optional.empty() : Optional.of(OffsetDateTime.parse(document.committed()));
    }

    private static History of(List<Night> unordered, List<LeftOut> leftOut) {
        Map<String, Instant> made = commits(unordered);
        List<Night> nights = unordered.stream().sorted(Comparator.comparing((Night n) -> place(n.run, made))
                .thenComparing(n -> n.run.time().toInstant()).thenComparing(n -> n.run.file())).toList();
        boolean turns = takeTurns(nights);
        Map<Line, List<Point>> times = new LinkedHashMap<>();
        Map<Line, List<Point>> ratios = new LinkedHashMap<>();
        for (Night night : nights) {
            String hardware = turns ? night.run.hardware() : "";
            night.points.forEach((key, point) -> times.computeIfAbsent(new Line(key, hardware, ""), k -> new ArrayList<>()).add(point));
            night.ratios.forEach((key, point) -> ratios.computeIfAbsent(new Line(key, hardware, night.reference), k -> new ArrayList<>()).add(point));
        }
        return new History(nights.stream().map(Night::run).toList(), series(times), series(ratios), leftOut);
    }

    /** What the points of a series have in common. */
    private record Line(MeasurementKey key, String hardware, String reference) {}

    private static List<Series> series(Map<Line, List<Point>> lines) {
        return lines.entrySet().stream().map(l -> new Series(l.getKey().key, l.getKey().hardware, l.getKey().reference, l.getValue())).toList();
    }

    /** When each known commit was made, or first measured where no document says. */
    private static Map<String, Instant> commits(List<Night> nights) {
        Map<String, Instant> made = new HashMap<>();
        nights.stream().map(Night::run).filter(Run::ofKnownCommit).forEach(run -> made.merge(run.commit(),
                run.committed().orElse(run.time()).toInstant(), (a, b) -> a.isBefore(b) ? a : b));
        return made;
    }

    private static Instant place(Run run, Map<String, Instant> made) {
        return run.ofKnownCommit() ? made.get(run.commit()) : run.time().toInstant();
    }

    /** Whether a machine comes back after another one: a replaced machine goes on with its series, machines that take turns do not. */
    private static boolean takeTurns(List<Night> nights) {
        Set<String> seen = new LinkedHashSet<>();
        String last = "";
        for (Night night : nights) {
            String hardware = night.run.hardware();
            if (!hardware.equals(last) && !seen.add(hardware)) {
                return true;
            }
            last = hardware;
        }
        return false;
    }

    /** The newest run; empty where there is none. */
    public Optional<Run> newest() {
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
    }

    /** The history as it was before its newest run. */
    public History withoutNewest() {
        Run newest = runs.getLast();
        return new History(runs.subList(0, runs.size() - 1), without(newest, series), without(newest, ratios), leftOut);
    }

    private static List<Series> without(Run run, List<Series> series) {
        return series.stream().map(s -> s.with(s.points().stream().filter(p -> p.run() != run).toList())).filter(s -> !s.points().isEmpty())
                .toList();
    }
}
