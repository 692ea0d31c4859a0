package genops.kernels.cuda;

import genops.kernels.BoundKernel;
import genops.kernels.DeviceTimed;
import genops.kernels.TensorSpec;
import genops.kernels.Tensors;
import genops.shapes.operator.Attention;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jcuda.driver.CUevent;
import jcuda.driver.JCudaDriver;

/**
 * Device memory of one shape's tensors and the launches that compute it. All memory is taken when it is built and given back by
 * {@link #close}, also where building fails half way.
 */
final class CudaBinding implements BoundKernel, DeviceTimed {
    private final Function<String, MemorySegment> host;
    private final Map<String, DeviceBuffer> buffers = new LinkedHashMap<>();
    private final List<DeviceBuffer> scratch = new ArrayList<>();
    private final List<DeviceWork> launches = new ArrayList<>();
    private DeviceBuffer flush;

    /** Says which buffers and launches a shape takes. */
    interface Plan {
        void build(CudaBinding binding);
    }

    private CudaBinding(Function<String, MemorySegment> host) {
        this.host = host;
    }

    /** Takes memory and prepares launches as the plan says, and uploads the tensors. */
    static CudaBinding of(Tensors tensors, Plan plan) {
        return of(tensors::get, plan);
    }

    /** Work on scratch memory alone, which has no counterpart on the host. */
    static CudaBinding withoutTensors(Plan plan) {
        return of(name -> {
            throw new IllegalStateException("there is no tensor " + name);
        }, plan);
    }

    private static CudaBinding of(Function<String, MemorySegment> host, Plan plan) {
        CudaBinding binding = new CudaBinding(host);
        try {
            plan.build(binding);
            binding.upload();
            return binding;
        } catch (RuntimeException | Error e) {
            binding.close();
            throw e;
        }
    }

    /** The device's copy of a host tensor. */
    DeviceBuffer tensor(String name, DeviceBuffer buffer) {
        buffers.put(name, buffer);
        return buffer;
    }

    /** The device's output. */
    DeviceBuffer output(DeviceBuffer buffer) {
        return tensor(TensorSpec.OUTPUT, buffer);
    }

    /** Query, key and value of attention without padding, as the first three arguments of a launch. */
    Launch.Builder inputs(Launch.Builder launch, Attention shape) {
        long query = (long) shape.batch() * shape.queryLength() * shape.heads() * shape.headDim();
        long key = (long) shape.batch() * shape.keyLength() * shape.kvHeads() * shape.headDim();
        return launch.buffer(tensor("query", DeviceBuffer.half(query)))
                .buffer(tensor("key", DeviceBuffer.half(key)))
                .buffer(tensor("value", DeviceBuffer.half(key)));
    }

    /** Query, key, value and output of attention as the first four arguments of a launch. */
    Launch.Builder attention(Launch.Builder launch, Attention shape) {
        long query = (long) shape.batch() * shape.queryLength() * shape.heads() * shape.headDim();
        return inputs(launch, shape).buffer(output(DeviceBuffer.half(query)));
    }

    /** Device memory that the host never sees. */
    DeviceBuffer scratch(long bytes) {
        DeviceBuffer buffer = DeviceBuffer.scratch(bytes);
        scratch.add(buffer);
        return buffer;
    }

    void launch(DeviceWork launch) {
        launches.add(launch);
    }

    @Override
    public void run() {
        CudaDevice.get().makeCurrent();
        enqueue();
        CudaDevice.get().synchronize();
    }

    private void enqueue() {
        for (DeviceWork launch : launches) {
            launch.enqueue();
        }
    }

    @Override
    public void upload() {
        CudaDevice.get().makeCurrent();
        buffers.forEach((name, buffer) -> buffer.upload(host.apply(name)));
    }

    @Override
    public void download() {
        CudaDevice.get().makeCurrent();
        buffers.get(TensorSpec.OUTPUT).download(host.apply(TensorSpec.OUTPUT));
    }

    @Override
    public int launches() {
        return launches.size();
    }

    @Override
    public double time(int calls, Cache cache) {
        CudaDevice device = CudaDevice.get();
        if (device.emulated()) {
            throw new IllegalStateException("the emulation's time says nothing about a GPU");
        }
        device.makeCurrent();
        // warm: one pair of events around all launches, so that the gaps between them are what a stream really has;
        // cold: a pair around each, since the flush between them must not count. Read after the stream has drained.
        int pairs = cache == Cache.WARM ? 1 : calls;
        int callsPerPair = calls / pairs;
        try (Events events = new Events(2 * pairs)) {
            for (int i = 0; i < pairs; i++) {
                if (cache == Cache.COLD) {
                    flush();
                }
                events.record(2 * i);
                for (int call = 0; call < callsPerPair; call++) {
                    enqueue();
                }
                events.record(2 * i + 1);
            }
            device.synchronize();
            double milliseconds = 0;
            for (int i = 0; i < pairs; i++) {
                milliseconds += events.milliseconds(2 * i, 2 * i + 1);
            }
            return milliseconds * 1e6 / calls;
        }
    }

    /** Writes more than the second-level cache holds. */
    private void flush() {
        if (flush == null) {
            flush = scratch(2L * CudaDevice.get().cacheBytes());
        }
        CudaDevice.check(JCudaDriver.cuMemsetD8Async(flush.address(), (byte) 0, flush.bytes(), CudaDevice.get().stream()), "flush");
    }

    @Override
    public void close() {
        CudaDevice.get().makeCurrent();
        buffers.values().forEach(DeviceBuffer::close);
        scratch.forEach(DeviceBuffer::close);
    }

    /** Events of one measurement, destroyed with it. */
    private static final class Events implements AutoCloseable {
        private final CUevent[] events;

        Events(int count) {
            events = new CUevent[count];
            for (int i = 0; i < count; i++) {
                events[i] = new CUevent();
                CudaDevice.check(JCudaDriver.cuEventCreate(events[i], 0), "event");
            }
        }

        void record(int event) {
            CudaDevice.check(JCudaDriver.cuEventRecord(events[event], CudaDevice.get().stream()), "event");
        }

        float milliseconds(int from, int to) {
            float[] elapsed = new float[1];
            CudaDevice.check(JCudaDriver.cuEventElapsedTime(elapsed, events[from], events[to]), "event");
            return elapsed[0];
        }

        @Override
        public void close() {
            for (CUevent event : events) {
                if (event != null) {
                    JCudaDriver.cuEventDestroy(event);
                }
            }
        }
    }
}
