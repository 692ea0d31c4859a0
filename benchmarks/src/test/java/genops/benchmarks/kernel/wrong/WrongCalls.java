package genops.benchmarks.kernel.wrong;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.shapes.operator.Add;
import genops.shapes.operator.Linear;
import genops.shapes.operator.RmsNorm;
import genops.shapes.operator.Scale;
import genops.shapes.operator.Softmax;
import java.lang.foreign.MemorySegment;

/** Kernels that do their work in some calls alone, or harm more than their output. */
public final class WrongCalls {

    private WrongCalls() {}

    /** Zeros are right where the input is zeros. */
    public static final class ZeroesInput extends Wrong<Scale> {
        public ZeroesInput() {
            super(Scale.class);
        }

        @Override
        public BoundKernel bind(Scale shape, Tensors tensors) {
            return () -> {
                tensors.get("input").fill((byte) 0);
                tensors.output().fill((byte) 0);
            };
        }
    }

    /** Leaves the weights as they suit it, when its own work is done. */
    public static final class DestroysWeight extends Wrong<Linear> {
        public DestroysWeight() {
            super(Linear.class);
        }

        @Override
        public BoundKernel bind(Linear shape, Tensors tensors) {
            return () -> {
                right(shape, tensors);
                put(tensors.get("weight"), 7, 0);
            };
        }
    }

    /** Works where it finds the poison of the suite. */
    public static final class OnlyPoisoned extends Wrong<Softmax> {
        public OnlyPoisoned() {
            super(Softmax.class);
        }

        @Override
        public BoundKernel bind(Softmax shape, Tensors tensors) {
            return () -> {
                if (Float.isNaN(at(tensors.output(), 0))) {
                    right(shape, tensors);
                }
            };
        }
    }

    /** Copies what it computed when it was bound. */
    public static final class ComputedWhenBound extends Wrong<Linear> {
        public ComputedWhenBound() {
            super(Linear.class);
        }

        @Override
        public BoundKernel bind(Linear shape, Tensors tensors) {
            right(shape, tensors);
            float[] result = tensors.output().toArray(java.lang.foreign.ValueLayout.JAVA_FLOAT);
            return () -> MemorySegment.copy(MemorySegment.ofArray(result), 0, tensors.output(), 0, tensors.output().byteSize());
        }
    }

    /** Writes its input in every second call. */
    public static final class EverySecondCall extends Wrong<Add> {
        public EverySecondCall() {
            super(Add.class);
        }

        @Override
        public BoundKernel bind(Add shape, Tensors tensors) {
            int[] calls = {0};
            return () -> {
                if (calls[0]++ % 2 == 0) {
                    right(shape, tensors);
                } else {
                    tensors.output().copyFrom(tensors.get("left"));
                }
            };
        }
    }

    /** Does nothing after as many calls as a verification may take. */
    public static final class GivesUp extends Wrong<Scale> {
        private static final int CALLS = 20;

        public GivesUp() {
            super(Scale.class);
        }

        @Override
        public BoundKernel bind(Scale shape, Tensors tensors) {
            int[] calls = {0};
            return () -> {
                if (calls[0]++ < CALLS) {
                    right(shape, tensors);
                }
            };
        }
    }

    /** Concludes from the first inputs that none has changed. */
    public static final class LooksAtTheFirst extends Wrong<RmsNorm> {
        public LooksAtTheFirst() {
            super(RmsNorm.class);
        }

        @Override
        public BoundKernel bind(RmsNorm shape, Tensors tensors) {
            float[] seen = {Float.NaN, Float.NaN};
            return () -> {
                float first = at(tensors.get("input"), 0);
                if (first != seen[0] || Float.isNaN(at(tensors.output(), 0))) {
                    right(shape, tensors);
                    seen[0] = first;
                }
            };
        }
    }

    /** Returns before its work is done. */
    public static final class ReturnsEarly extends Wrong<Softmax> {
        public ReturnsEarly() {
            super(Softmax.class);
        }

        @Override
        public BoundKernel bind(Softmax shape, Tensors tensors) {
            Thread[] last = {new Thread(() -> { })};
            return new BoundKernel() {
                @Override
                public void run() {
                    finish();
                    last[0] = new Thread(() -> right(shape, tensors));
                    last[0].start();
                }

                private void finish() {
                    try {
                        last[0].join();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }

                @Override
                public void close() {
                    finish();
                }
            };
        }
    }

    /** Writes 64 bytes behind its output, as a loop over whole vectors does. */
    public static final class WritesBehind extends Wrong<Scale> {
        private static final int EXTRA = 64;

        public WritesBehind() {
            super(Scale.class);
        }

        @Override
        public BoundKernel bind(Scale shape, Tensors tensors) {
            MemorySegment wide = tensors.output().reinterpret(tensors.output().byteSize() + EXTRA);
            return () -> {
                right(shape, tensors);
                wide.asSlice(tensors.output().byteSize()).fill((byte) 0);
            };
        }
    }
}
