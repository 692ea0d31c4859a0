package genops.results.document;

/**
 * What makes measurements of different runs the same measurement.
 *
 * @param operator name of the operator, e.g. {@code attention}
 * @param shape canonical text of the shape
 * @param kernel id of the kernel, e.g. {@code vector/flash}
 * @param precision how operands are stored, e.g. {@code fp32}
 * @param threads threads the kernel could use; 0 on a device
 * @param setting how it was timed where that is not as usual, see {@link Setting}; else empty
 */
public record MeasurementKey(String operator, String shape, String kernel, String precision, int threads, String setting) {

    /** A measurement that was timed as usual. */
    public MeasurementKey(String operator, String shape, String kernel, String precision, int threads) {
        this(operator, shape, kernel, precision, threads, "");
    }

    public static MeasurementKey of(Measurement m) {
        return new MeasurementKey(m.operator(), m.shape(), m.kernel(), m.precision(), m.threads(), Setting.of(m));
    }

    /** The same with another number of threads. */
    public MeasurementKey withThreads(int others) {
        return new MeasurementKey(operator, shape, kernel, precision, others, setting);
    }

    /** The same, timed as usual. */
    public MeasurementKey asUsual() {
        return new MeasurementKey(operator, shape, kernel, precision, threads);
    }

    /** One line, e.g. {@code attention b1_h8_q1024_k1024_d80 vector/flash fp32, 2 threads}. */
    public String text() {
        return operator + " " + shape + " " + kernel + " " + precision + ", "
                + (threads == 0 ? "device" : threads + (threads == 1 ? " thread" : " threads")) + (setting.isEmpty() ? "" : ", " + setting);
    }
}
