package genops.results.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.results.document.RunDocument;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Ceilings;
import genops.results.table.Numbers;
import genops.results.table.TextTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A device as a roofline with efficiencies; all are data with their public source, none is fitted to a model or an observation.
 *
 * @param name e.g. {@code NVIDIA A100 80GB SXM}
 * @param precision how operands are stored
 * @param elementBytes bytes of one stored element
 * @param matrixPeak FLOP/s of matrix products in this precision with accumulation in fp32
 * @param vectorPeak FLOP/s of everything else
 * @param memoryBandwidth bytes/s
 * @param lastLevelCacheBytes a score matrix up to this size never reaches memory
 * @param launchNanoseconds least time of a kernel in a stream of launches
 * @param efficiencies for {@code unfused} and {@code flash} attention and for the label of every other operator class
 * @param sources where each number of the device itself comes from
 */
public record DeviceModel(String name, String precision, int elementBytes, double matrixPeak, double vectorPeak, double memoryBandwidth,
        long lastLevelCacheBytes, double launchNanoseconds, Map<String, Efficiency> efficiencies, List<Source> sources) {
    /** The devices that come with the suite; the first is the paper's, as recalled and not checked against its full text. */
    public static final List<String> KNOWN = List.of("a100-80gb", "h100-sxm");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    public DeviceModel {
        efficiencies = Map.copyOf(efficiencies);
        sources = List.copyOf(sources);
    }

    /**
     * What an operator class reaches.
     *
     * @param compute share of the peak
     * @param memory share of the memory bandwidth
     * @param tiles of attention, in ascending order of head dim; a part of a tile costs a whole one. Empty where there are none
     * @param source public source
     */
    public record Efficiency(double compute, double memory, List<Tile> tiles, Source source) {

        public Efficiency {
            tiles = List.copyOf(tiles);
        }

        /** The tile of the least head dim that holds this one, else the last; a single score where there are no tiles. */
        Tile tile(int headDim) {
            return tiles.stream().filter(t -> headDim <= t.headDim).findFirst()
                    .orElseGet(() -> tiles.isEmpty() ? new Tile(headDim, 1, 1) : tiles.getLast());
        }

        private Efficiency withoutTiles() {
            return new Efficiency(compute, memory, List.of(), source);
        }
    }

    /**
     * The scores that attention computes at once.
     *
     * @param headDim largest head dim that it is for
     * @param rows queries
     * @param columns keys
     */
    public record Tile(int headDim, int rows, int columns) {}

    /**
     * A public source.
     *
     * @param what the number it is for
     * @param where title or address, and what it says
     * @param checked whether the number was read there or in a text that cites it; otherwise it is as recalled
     */
    public record Source(String what, String where, boolean checked) {

        /** The source, with a mark where it was not checked. */
        public String text() {
            return checked ? where : where + " (as recalled, not checked)";
        }
    }

    /**
     * A device that comes with the suite.
     *
     * @throws IllegalArgumentException naming the devices there are
     */
    public static DeviceModel of(String device) {
        if (!KNOWN.contains(device)) {
            throw new IllegalArgumentException("unknown device '" + device + "'; known: " + String.join(", ", KNOWN));
        }
        try (InputStream stream = DeviceModel.class.getResourceAsStream(device + ".json")) {
            return read(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read device " + device, e);
        }
    }

    /**
     * Reads a device from its JSON.
     *
     * @throws IllegalArgumentException one line on what is wrong
     */
    public static DeviceModel read(String json) {
        try {
            return MAPPER.readValue(json, DeviceModel.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("malformed device: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * The machine of a run as a device: its measured ceilings, and the efficiencies of another device, so that comparing this
     * projection with the measurement says how far those efficiencies hold elsewhere.
     *
     * @param threads threads of the kernels
     * @param other whose efficiencies are taken, without its tiles, which belong to its own kernels
     * @return empty where a ceiling was not measured
     */
    public static Optional<DeviceModel> host(RunDocument document, int threads, DeviceModel other) {
        Ceilings ceilings = Ceilings.of(document);
        return ceilings.peak(threads).flatMap(peak -> ceilings.readBandwidth(threads).map(read -> new DeviceModel(
                document.machine().cpu() + ", " + threads + " threads", "fp32", Float.BYTES, peak.value(), peak.value(), read.value(),
                document.machine().lastLevelCacheBytes(), 0, untiled(other.efficiencies), List.of())));
    }

    /** The efficiencies and where every number comes from, as a table. */
    public String table() {
        TextTable table = new TextTable("number", ">of peak", ">of bandwidth", "source");
        sources.forEach(s -> table.row(s.what, "", "", s.text()));
        efficiencies.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(e -> table.row(e.getKey(),
                Numbers.percent(e.getValue().compute), Numbers.percent(e.getValue().memory), e.getValue().source.text()));
        return table.toString();
    }

    /**
     * The same device where the flash kernel fits every shape, as one that is made for few queries or short sequences does: no part of a
     * tile is wasted. The kernels of unfused attention stay as they are.
     */
    public DeviceModel fitting() {
        Map<String, Efficiency> fitted = new HashMap<>(efficiencies);
        fitted.computeIfPresent(AttentionVariant.FLASH.label(), (name, e) -> e.withoutTiles());
        return new DeviceModel(name, precision, elementBytes, matrixPeak, vectorPeak, memoryBandwidth, lastLevelCacheBytes,
                launchNanoseconds,
                fitted, sources);
    }

    /** The same device where a launch takes no time: its roofline alone. */
    public DeviceModel withoutLaunches() {
        return new DeviceModel(name, precision, elementBytes, matrixPeak, vectorPeak, memoryBandwidth, lastLevelCacheBytes, 0, efficiencies,
                sources);
    }

    /** The same device where the kernels of unfused attention fit every shape too. */
    public DeviceModel withoutTiles() {
        return new DeviceModel(name, precision, elementBytes, matrixPeak, vectorPeak, memoryBandwidth, lastLevelCacheBytes,
                launchNanoseconds,
                untiled(efficiencies), sources);
    }

    /** The same device where every kernel reaches the whole peak and bandwidth, without tiles and launches. */
    public DeviceModel ideal() {
        Map<String, Efficiency> whole = new HashMap<>();
        efficiencies.forEach((key, e) -> whole.put(key, new Efficiency(1, 1, List.of(), e.source)));
        return new DeviceModel(name, precision, elementBytes, matrixPeak, vectorPeak, memoryBandwidth, lastLevelCacheBytes, 0, whole,
                sources);
    }

    /** The same device with another memory bandwidth: a machine of another balance. */
    public DeviceModel withBandwidth(double bytesPerSecond) {
        return new DeviceModel(name, precision, elementBytes, matrixPeak, vectorPeak, bytesPerSecond, lastLevelCacheBytes,
                launchNanoseconds,
                efficiencies, sources);
    }

    /** Multiply-adds per byte of memory bandwidth at the matrix peak: what decides how much flash attention can gain. */
    public double balance() {
        return matrixPeak / 2 / memoryBandwidth;
    }

    private static Map<String, Efficiency> untiled(Map<String, Efficiency> efficiencies) {
        Map<String, Efficiency> result = new HashMap<>();
        efficiencies.forEach((name, e) -> result.put(name, e.withoutTiles()));
        return result;
    }
}
