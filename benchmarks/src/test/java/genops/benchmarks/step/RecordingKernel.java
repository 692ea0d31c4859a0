package genops.benchmarks.step;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Precision;
import genops.kernels.TensorSpec.Role;
import genops.kernels.TensorSpec;
import genops.kernels.Tensors;
import genops.shapes.operator.Operator;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/** A kernel that says in a journal when it runs, and refuses inputs that are not uniform in [−1, 1]. */
record RecordingKernel<O extends Operator>(Kernel<O> kernel, List<String> journal) implements Kernel<O> {

    @Override
    public String id() {
        return kernel.id();
    }

    @Override
    public Class<O> operator() {
        return kernel.operator();
    }

    @Override
    public Precision precision() {
        return kernel.precision();
    }

    @Override
    public double errorFactor() {
        return kernel.errorFactor();
    }

    @Override
    public Optional<String> unsupported(O shape) {
        return kernel.unsupported(shape);
    }

    @Override
    public BoundKernel bind(O shape, Tensors tensors) {
        BoundKernel bound = kernel.bind(shape, tensors);
        String line = shape.type().label() + " " + shape.text() + (shape.type().label().equals("attention") ? " " + id() : "");
        return new BoundKernel() {
            @Override
            public void run() {
                journal.add(line);
                checkInputs(shape, tensors);
                bound.run();
            }

            @Override
            public void close() {
                bound.close();
            }
        };
    }

    private static void checkInputs(Operator shape, Tensors tensors) {
        for (TensorSpec spec : TensorSpec.of(shape)) {
            if (spec.role() == Role.INPUT) {
                float[] values = tensors.get(spec.name()).toArray(ValueLayout.JAVA_FLOAT);
                double squares = 0;
                for (float value : values) {
                    if (!(value >= -1 && value <= 1)) {
                        throw new IllegalStateException(spec.name() + " of " + shape.text() + " holds " + value);
                    }
                    squares += value * value;
                }
                if (squares / values.length < 0.1) {
                    throw new IllegalStateException(spec.name() + " of " + shape.text() + " is all but zero");
                }
            }
        }
    }
}
