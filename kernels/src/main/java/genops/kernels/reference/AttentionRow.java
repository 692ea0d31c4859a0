package genops.kernels.reference;

import genops.kernels.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One output row of scaled dot-product attention in double precision, {@code o = Σ pⱼ vⱼ} with {@code p = softmax(s)} and
 * {@code sⱼ = q·kⱼ / √headDim}.
 *
 * <p>The scale of an error. An absolute error {@code δⱼ} of a score becomes the relative error {@code δⱼ − Σ pᵢδᵢ} of its
 * probability, so to first order the output is off by at most {@code Σ pⱼ|δⱼ||vⱼ| + Σ pⱼ|δⱼ| · Σ pⱼ|vⱼ|}, and by a rounding of
 * each term of {@code Σ pⱼ vⱼ} on top. The rounding errors behind {@code δⱼ} are proportional to
 * {@code Aⱼ = Σ|q_c k_jc| / √headDim}, the magnitude of the score's sum, and to {@code max s − sⱼ}, which is rounded when the
 * maximum is subtracted. Hence, with {@code wⱼ = Aⱼ + max s − sⱼ}, the magnitude of output element c is
 * {@code Σ pⱼ|v_jc| (1 + wⱼ) + Σ pⱼwⱼ · Σ pⱼ|v_jc|}.
 *
 * @param headDim elements of a row of query, key, value and output
 * @param keyOffset element at which the first key row, and the first value row, begins
 * @param keyStride elements from one key row to the next
 * @param keys number of keys this row attends to
 */
record AttentionRow(int headDim, long keyOffset, long keyStride, int keys) {

    /** @param queryOffset element at which the query row begins */
    void evaluate(Tensors tensors, long queryOffset, double[] value, double[] magnitude) {
        MemorySegment query = tensors.get("query");
        MemorySegment key = tensors.get("key");
        double scale = 1 / Math.sqrt(headDim);
        double[] score = new double[keys];
        double[] weight = new double[keys];
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < keys; j++) {
            double sum = 0;
            double absolute = 0;
            for (int c = 0; c < headDim; c++) {
                double product = (double) at(query, queryOffset + c) * at(key, keyOffset + j * keyStride + c);
                sum += product;
                absolute += Math.abs(product);
            }
            score[j] = sum * scale;
            weight[j] = absolute * scale;
            max = Math.max(max, score[j]);
        }
        double total = 0;
        for (int j = 0; j < keys; j++) {
            weight[j] += max - score[j];
            score[j] = Math.exp(score[j] - max);
            total += score[j];
        }
        combine(tensors.get("value"), score, weight, total, value, magnitude);
    }

    private void combine(MemorySegment values, double[] exponential, double[] weight, double total, double[] value, double[] magnitude) {
        double meanWeight = 0;
        for (int j = 0; j < keys; j++) {
            meanWeight += exponential[j] / total * weight[j];
        }
        for (int c = 0; c < headDim; c++) {
            double sum = 0;
            double scaleOfError = 0;
            for (int j = 0; j < keys; j++) {
                double term = exponential[j] / total * at(values, keyOffset + j * keyStride + c);
                sum += term;
                scaleOfError += Math.abs(term) * (1 + weight[j] + meanWeight);
            }
            value[c] = sum;
            magnitude[c] = scaleOfError;
        }
    }

    private static float at(MemorySegment segment, long index) {
        return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }
}
