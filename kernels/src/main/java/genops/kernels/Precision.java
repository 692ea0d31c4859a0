package genops.kernels;

/** How a kernel stores operands; sums are always accumulated in at least fp32. */
public enum Precision {
    FP32("fp32", 4, 0x1p-24) {
        @Override
        public float round(float value) {
            return value;
        }
    },
    FP16("fp16", 2, 0x1p-11) {
        @Override
        public float round(float value) {
            return Float.float16ToFloat(Float.floatToFloat16(value));
        }
    },
    /** Weights in bfloat16, all else in fp32. */
    BF16_WEIGHTS("bf16-weights", 4, 0x1p-9) {
        @Override
        public float round(float value) {
            return value;
        }
    };

    private final String label;
    private final int bytes;
    private final double unitRoundoff;

    Precision(String label, int bytes, double unitRoundoff) {
        this.label = label;
        this.bytes = bytes;
        this.unitRoundoff = unitRoundoff;
    }

    public String label() {
        return label;
    }

    /** Bytes of one activation element in memory. */
    public int bytes() {
        return bytes;
    }

    /** Largest relative error of rounding one stored value. */
    public double unitRoundoff() {
        return unitRoundoff;
    }

    /** Largest absolute error of rounding a value too small to be stored with full precision. */
    public double underflow() {
        return this == FP16 ? 0x1p-25 : 0;
    }

    /** The nearest value that an activation can hold: what inputs are rounded to before kernel and reference see them. */
    public abstract float round(float value);
}
