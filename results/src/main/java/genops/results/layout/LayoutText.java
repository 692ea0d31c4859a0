package genops.results.layout;

import genops.results.table.Numbers;
import genops.results.table.TextTable;
import java.util.List;

/** Temporal attention in its layouts beside spatial attention of the same FLOPs, as text. */
public final class LayoutText {
    /** How cache misses are seen. */
    public static final String CACHE_MISSES = "Cache misses are not in a run document: on a machine whose processor counts them (env says "
            + "whether), run the same with -prof perfnorm -rf json -rff counters.json, which adds L1-dcache-load-misses, LLC-load-misses "
            + "and others per call.";

    private LayoutText() {}

    /** A table and what it cannot show; empty where nothing of it was measured. */
    public static String of(List<LayoutCost> costs) {
        if (costs.isEmpty()) {
            return "";
        }
        TextTable table = new TextTable("temporal attention of", "layout", ">time", ">GFLOP/s", ">bytes", ">GB/s", "kernels");
        costs.forEach(c -> table.row(c.name(), c.way().label(), Numbers.time(c.nanoseconds()), Numbers.significant(c.gigaflopsPerSecond()),
                Numbers.bytes(c.bytes()), Numbers.significant(c.gigabytesPerSecond()), String.join(", ", c.kernels())));
        return "Memory behaviour of temporal attention: one call, the fastest kernels, least bytes\n" + table + CACHE_MISSES + "\n";
    }
}
