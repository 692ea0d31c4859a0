package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Options;
import genops.plot.chart.Palette;
import genops.results.findings.KindGain;
import genops.results.projection.DeviceModel;
import genops.results.projection.ProjectedTimes;
import genops.results.statistics.Ceilings;
import genops.results.table.Numbers;
import genops.shapes.operator.AttentionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What flash attention gains against the balance of a machine, its multiply-adds per byte of memory bandwidth: by the roofline for
 * machines of every balance, as measured here, and as projected to devices.
 */
public final class GainOverBalance {
    private static final int HEIGHT = 520;
    private static final int LEGEND = 290;
    private static final double LEAST = 1;
    private static final double MOST = 256;
    private static final int STEPS = 24;
    private static final List<AttentionKind> KINDS = List.of(AttentionKind.PREFILL_LIKE, AttentionKind.DECODE_LIKE);

    private GainOverBalance() {}

    /**
     * The figure.
     *
     * @param device whose efficiencies the curves take, and whose bandwidth one of them varies
     */
    public static Chart of(View view, DeviceModel device) {
        ObjectNode option = Options.option(Options.grid(24, 40, LEGEND, 40),
                Options.logAxis("balance in multiply-adds per byte: half the peak FLOP/s over the read bandwidth", "plain")
                        .put("min", LEAST).put("max", MOST).put("logBase", 2),
                Options.vertical(Options.logAxis("time with unfused over time with flash attention", "times").put("logBase", 2)));
        option.set("legend", Json.object("orient", "vertical", "right", 0, "top", 20, "type", "plain"));
        ArrayNode series = option.withArray("series");
        Optional<DeviceModel> host = view.selection().threads() == 0 ? Optional.empty()
                : DeviceModel.host(view.document(), view.selection().threads(), device);
        for (AttentionKind kind : KINDS) {
            host.ifPresent(h -> series.add(curve(view, kind, h.ideal(), "this machine, ideal", "solid")));
            series.add(curve(view, kind, device.withoutTiles().withoutLaunches(), word(device) + ", no tiles", "dashed"));
        }
        List<String> missing = new ArrayList<>();
        Optional<Double> balance = balance(view);
        if (balance.isEmpty()) {
            missing.add("The ceilings at this number of threads were not measured, so that the balance of this machine is not known; run: "
                    + "java -jar benchmarks.jar");
        }
        for (AttentionKind kind : KINDS) {
            view.judgement().gains().kind(kind).ifPresentOrElse(gain -> balance.ifPresent(b -> series.add(point(
                    kind.label() + ", measured here", Palette.symbol(kind.ordinal()), 14, kind, b, gain, view.measured().name(), true))),
                    () -> missing.add("No " + kind.label() + " shape was measured with both unfused and flash attention; run: java -jar "
                            + "benchmarks.jar --operator attention"));
            for (String name : DeviceModel.KNOWN) {
                DeviceModel known = DeviceModel.of(name);
                projected(view, kind, known.withoutLaunches()).ifPresent(gain -> series.add(point(kind.label() + ", general kernel",
                        Palette.symbol(kind.ordinal()), 11, kind, known.balance(), gain, word(known), false)));
            }
        }
        return new Chart(view.id("gain-over-balance"), view.title("Gain of flash attention against the balance of the machine"),
                "Geometric mean of what flash attention gains over the shapes of the models, prefill-like and decode-like: by the roofline "
                        + "for this machine, every kernel at its whole peak or bandwidth (solid), and for " + device.name()
                        + " with the efficiencies "
                        + "of the projection and kernels that fit every shape (dashed), both with other memory bandwidths; measured here "
                        + "(full); and projected to devices with a general kernel, which pays for whole tiles (hollow); "
                        + view.source() + ".",
                List.of("The more multiply-adds a machine does in the time of a byte, the more is gained by not writing scores to memory. "
                        + "A hollow point below its dashed line is what whole tiles cost at short queries. Launches are left out here, not "
                        + "in the findings."),
                missing, HEIGHT, Optional.of(option));
    }

    /** Multiply-adds per byte of the measured machine. */
    private static Optional<Double> balance(View view) {
        Ceilings ceilings = Ceilings.of(view.document());
        return ceilings.peak(view.selection().threads()).flatMap(peak -> ceilings.readBandwidth(view.selection().threads())
                .map(read -> peak.value() / 2 / read.value()));
    }

    /** The word for a device in a legend: the second of its name, as A100. */
    private static String word(DeviceModel device) {
        String[] words = device.name().split(" ");
        return words.length > 1 ? words[1] : device.name();
    }

    private static Optional<KindGain> projected(View view, AttentionKind kind, DeviceModel device) {
        return KindGain.of(kind, view.measured().with(new ProjectedTimes(device)));
    }

    private static ObjectNode curve(View view, AttentionKind kind, DeviceModel device, String name, String dash) {
        ArrayNode data = Json.array();
        for (int i = 0; i <= STEPS; i++) {
            double balance = LEAST * Math.pow(MOST / LEAST, (double) i / STEPS);
            projected(view, kind, device.withBandwidth(device.matrixPeak() / 2 / balance)).ifPresent(gain -> {
                ObjectNode point = Json.object("value", Json.array(balance, gain.mean().value()));
                point.set("tooltip", Options.tooltip(kind.label() + ", " + name, "balance " + Numbers.significant(balance) + ": "
                        + gain.text()));
                data.add(point);
            });
        }
        String colour = Palette.colour(kind.ordinal());
        return Json.object("type", "line", "name", kind.label() + ", " + name, "data", data, "symbol", "circle", "symbolSize", 3, "color",
                colour,
                "lineStyle", Json.object("color", colour, "type", dash, "width", 1.5), "z", 2);
    }

    private static ObjectNode point(String name, String symbol, int size, AttentionKind kind, double balance, KindGain gain, String of,
            boolean measured) {
        String colour = Palette.colour(kind.ordinal());
        ObjectNode point = Json.object("value", Json.array(balance, gain.mean().value()));
        point.set("tooltip", Options.tooltip(kind.label() + ", " + of, "balance " + Numbers.significant(balance), gain.text()));
        point.set("label", Json.object("show", true, "position", "right", "formatter", measured ? "here" : of));
        return Json.object("type", "scatter", "name", name, "symbol", symbol, "symbolSize", size, "data", Json.array(point), "itemStyle",
                Options.mark(colour, measured), "z", 4);
    }
}
