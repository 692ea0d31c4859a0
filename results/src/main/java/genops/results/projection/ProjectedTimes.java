package genops.results.projection;

import genops.results.composition.CallTime;
import genops.results.composition.CallTimes;
import genops.results.projection.DeviceModel.Efficiency;
import genops.results.projection.DeviceModel.Tile;
import genops.results.roofline.AttentionVariant;
import genops.results.roofline.Pass;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import genops.shapes.operator.TemporalAttention;

/**
 * Times of calls by the roofline of a device (Williams et al., 2009): each pass of a call takes
 * {@code max(FLOPs / (peak · efficiency), bytes / (bandwidth · efficiency), launch)}, a call the sum over its passes.
 *
 * <p>Left out: that a small call does not fill the device, that data may stay in a cache from one call to the next, and that layers
 * may be fused. Each makes the real time differ, in either direction.
 */
public final class ProjectedTimes implements CallTimes {
    private final DeviceModel device;

    public ProjectedTimes(DeviceModel device) {
        this.device = device;
    }

    @Override
    public String name() {
        return device.name() + ", " + device.precision();
    }

    @Override
    public CallTime of(Operator operator, AttentionVariant variant) {
        OperatorClass operatorClass = operator.type().operatorClass();
        String key = operatorClass == OperatorClass.ATTENTION ? variant.label() : operatorClass.label();
        Efficiency efficiency = device.efficiencies().get(key);
        if (efficiency == null) {
            return new CallTime.Unknown("the model of " + device.name() + " has no efficiency for " + key);
        }
        double padding = padding(operator, variant, efficiency);
        double nanoseconds = 0;
        for (Pass pass : Pass.of(operator, variant, device.elementBytes(), device.lastLevelCacheBytes())) {
            double peak = pass.matrix() ? device.matrixPeak() : device.vectorPeak();
            double compute = pass.flops() * (pass.matrix() ? padding : 1) / (peak * efficiency.compute());
            double memory = pass.bytes() / (device.memoryBandwidth() * efficiency.memory());
            nanoseconds += Math.max(device.launchNanoseconds(), 1e9 * Math.max(compute, memory));
        }
        return new CallTime.Projected(nanoseconds);
    }

    /**
     * Scores computed over scores needed, as tiles are always whole. Flash attention that runs in place over frames is by a kernel made for
     * few of them, which has no tiles to fill.
     */
    private static double padding(Operator operator, AttentionVariant variant, Efficiency efficiency) {
        return switch (operator) {
            case Attention a -> padding(a.queryLength(), a.keyLength(), efficiency.tile(a.headDim()));
            case TemporalAttention a when variant == AttentionVariant.FLASH -> 1;
            case TemporalAttention a -> padding(a.frames(), a.frames(), efficiency.tile(a.headDim()));
            default -> 1;
        };
    }

    private static double padding(int queries, int keys, Tile tile) {
        return wholeTiles(queries, tile.rows()) * wholeTiles(keys, tile.columns());
    }

    private static double wholeTiles(int length, int tile) {
        return (double) Math.ceilDiv(length, tile) * tile / length;
    }
}
