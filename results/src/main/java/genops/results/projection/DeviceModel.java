package genops.results.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.results.document.RunDocument;
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
     * @param tileRows query rows that attention computes at once; a part of a tile costs a whole one
     * @param tileColumns keys likewise
     * @param source public source
     */
    public record Efficiency(double compute, double memory, int tileRows, int tileColumns, Source source) {}

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

    private static Map<String, Efficiency> untiled(Map<String, Efficiency> efficiencies) {
        Map<String, Efficiency> result = new HashMap<>();
        efficiencies.forEach((name, e) -> result.put(name, new Efficiency(e.compute, e.memory, 1, 1, e.source)));
        return result;
    }
}
