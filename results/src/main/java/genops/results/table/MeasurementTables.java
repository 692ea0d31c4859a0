package genops.results.table;

import genops.results.document.Measurement;
import genops.results.document.MeasurementKey;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.results.statistics.Ceilings;
import genops.results.statistics.KernelId;
import genops.results.statistics.Metrics;
import genops.results.statistics.PairedRatio;
import genops.results.statistics.Samples;
import genops.shapes.operator.AttentionKind;
import genops.shapes.operator.OperatorClass;
import genops.shapes.operator.OperatorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The measurements of a run as tables for the console, one for each operator: time with its error, GFLOP/s where the peak bounds the
 * shape and GB/s where memory does, share of the ceiling, speed-up of flash over unfused attention and over the vendor's fastest
 * kernel, all at the same shape, precision and number of threads, and where a case was timed with several numbers of threads, the
 * speed-up over the fewest. Ratios of kernels that took turns are those of their rounds, see {@link PairedRatio}. Attention has its kind
 * beside the shape, and what memory the kernel needs beside the tensors, such as the scores that flash attention avoids. A time in doubt is
 * marked, and so is a ratio to a library that was {@link HeldBack held back}; a case without a time stands in its row with its status in
 * the place of the time; why is said below. The time of a kernel on a device is the device's own; beside it stand the host's, launches and
 * waiting included, and how many kernels a call launches.
 */
public final class MeasurementTables {
    private final Ceilings ceilings;
    private final HeldBack heldBack;

    private MeasurementTables(RunDocument document) {
        ceilings = Ceilings.of(document);
        heldBack = HeldBack.in(document);
    }

    /** All tables of a run, their summary, then factors on the tolerance, why times are in doubt and why cases have none. */
    public static String of(RunDocument document) {
        return of(document, m -> true);
    }

    /**
     * The same with tables of some of the measurements alone.
     *
     * @param shown those that stand in the tables; the summary and the reasons are about all
     */
    public static String of(RunDocument document, Predicate<Measurement> shown) {
        MeasurementTables tables = new MeasurementTables(document);
        StringBuilder text = new StringBuilder();
        Map<String, List<Measurement>> byOperator = new LinkedHashMap<>();
        document.measurements().stream().filter(m -> m.status() != Status.INTERRUPTED).filter(shown)
                .forEach(m -> byOperator.computeIfAbsent(m.operator(), k -> new ArrayList<>()).add(m));
        byOperator.forEach((operator, rows) -> text.append(operator).append('\n').append(tables.table(rows)).append('\n'));
        return text.append(SummaryTable.of(document)).append(tables.heldBack.lines()).append(StatedFactors.lines(document.measurements()))
                .append(InDoubt.lines(document.measurements()))
                .append(WithoutTime.lines(document.measurements())).toString();
    }

    private TextTable table(List<Measurement> measurements) {
        List<Metrics> rows = measurements.stream().flatMap(m -> Metrics.of(m, ceilings).stream()).toList();
        boolean kinds = measurements.stream().anyMatch(m -> attentionKind(m).isPresent());
        boolean attention = rows.stream().anyMatch(m -> KernelId.of(m.measurement().kernel()).flash());
        boolean device = rows.stream().anyMatch(m -> m.measurement().launches() > 0);
        boolean vendor = rows.stream().anyMatch(m -> KernelId.of(m.measurement().kernel()).vendor());
        List<String> columns = new ArrayList<>(List.of("shape", "kernel", ">threads", ">time", ">rate", ">of ceiling"));
        if (kinds) {
            columns.add(1, "kind");
        }
        if (device) {
            columns.addAll(List.of(">host time", ">launches"));
        }
        if (attention) {
            columns.add(">over unfused");
        }
        if (vendor) {
            columns.add(">over vendor");
        }
        boolean beside = kinds && measurements.stream().anyMatch(m -> m.workspaceBytes() > 0);
        if (beside) {
            columns.add(">beside tensors");
        }
        IntSummaryStatistics threads = rows.stream().mapToInt(m -> m.measurement().threads()).filter(n -> n > 0).summaryStatistics();
        boolean several = threads.getMax() > threads.getMin();
        if (several) {
            columns.add(">over " + threads.getMin() + (threads.getMin() == 1 ? " thread" : " threads"));
        }
        TextTable table = new TextTable(columns.toArray(String[]::new));
        for (Measurement m : measurements) {
            List<String> cells = new ArrayList<>(List.of(m.shape(), kernel(m), m.threads() == 0 ? "device" : "" + m.threads()));
            if (kinds) {
                cells.add(1, attentionKind(m).map(AttentionKind::label).orElse(""));
            }
            Metrics.of(m, ceilings).ifPresentOrElse(row -> {
                cells.addAll(numbers(row, rows, device, attention, vendor));
                if (beside) {
                    cells.add(m.workspaceBytes() == 0 ? "" : Numbers.bytes(m.workspaceBytes()));
                }
                if (several) {
                    cells.add(m.threads() > threads.getMin() ? overFewer(rows, row, threads.getMin()) : "");
                }
            }, () -> cells.add(m.status().words()));
            while (cells.size() < columns.size()) {
                cells.add("");
            }
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    /** The kernel, and how it was timed where that is not as usual. */
    private static String kernel(Measurement m) {
        String setting = MeasurementKey.of(m).setting();
        return setting.isEmpty() ? m.kernel() : m.kernel() + ", " + setting;
    }

    private static Optional<AttentionKind> attentionKind(Measurement m) {
        return AttentionKind.of(OperatorType.of(m.operator()).parse(m.shape()));
    }

    private static boolean sameSetting(Measurement a, Measurement b) {
        return MeasurementKey.of(a).setting().equals(MeasurementKey.of(b).setting());
    }

    private List<String> numbers(Metrics row, List<Metrics> rows, boolean device, boolean attention, boolean vendor) {
        KernelId kernel = KernelId.of(row.measurement().kernel());
        List<String> cells = new ArrayList<>(List.of(InDoubt.mark(row.measurement(), Numbers.time(row.nanoseconds())), rate(row),
                row.ceilingShare().map(Numbers::percent).orElse(Numbers.NONE)));
        if (device) {
            Measurement m = row.measurement();
            cells.addAll(m.launches() > 0 ? List.of(Numbers.time(Samples.estimate(m.nanoseconds())), "" + m.launches())
                    : List.of("", ""));
        }
        if (attention) {
            cells.add(kernel.flash() ? speedup(rows, row, KernelId::unfused) : "");
        }
        if (vendor) {
            cells.add(kernel.vendor() ? "" : heldBack.mark(ofSameCase(rows, row.measurement()), speedup(rows, row, KernelId::vendor)));
        }
        return cells;
    }

    private String rate(Metrics row) {
        Measurement m = row.measurement();
        OperatorClass operatorClass = OperatorType.of(m.operator()).operatorClass();
        boolean compute = ceilings.peak(m.threads()).isPresent()
                ? ceilings.computeBound(operatorClass, m.flops(), m.bytes(), m.threads())
                : m.flops() > 0;
        return compute ? Numbers.significant(row.gigaflopsPerSecond()) + " GFLOP/s"
                : Numbers.significant(row.gigabytesPerSecond()) + " GB/s";
    }

    /** Time of the same kernel with fewer threads over its time with these. */
    private static String overFewer(List<Metrics> rows, Metrics row, int fewer) {
        Measurement m = row.measurement();
        return rows.stream().filter(o -> o.measurement().threads() == fewer && o.measurement().kernel().equals(m.kernel())
                        && o.measurement().shape().equals(m.shape()))
                .findFirst().map(o -> Numbers.ratio(o.nanoseconds().over(row.nanoseconds()))).orElse(Numbers.NONE);
    }

    private static Stream<Metrics> ofSameCase(List<Metrics> rows, Measurement m) {
        return rows.stream().filter(o -> o.measurement().shape().equals(m.shape()) && o.measurement().threads() == m.threads()
                && o.measurement().precision().equals(m.precision()) && sameSetting(o.measurement(), m));
    }

    /** Time of the fastest kernel of a kind in the same case over the time of this one. */
    private static String speedup(List<Metrics> rows, Metrics row, Predicate<KernelId> kind) {
        Measurement m = row.measurement();
        Optional<Metrics> other = ofSameCase(rows, m).filter(o -> kind.test(KernelId.of(o.measurement().kernel())))
                .min(Comparator.comparingDouble(o -> o.nanoseconds().value()));
        return other.map(o -> Numbers.ratio(PairedRatio.of(o.measurement(), m))).orElse(Numbers.NONE);
    }
}
