package genops.kernels.natives;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.shapes.operator.Linear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs a kernel of a linear layer for a while and prints the processor time, in clock ticks, of the calling thread and of all
 * threads that native code started. Those keep the name of the thread that started them; a JVM's own have names.
 */
final class CpuTimeByThread {
    private static final long NANOSECONDS = 600_000_000;

    private CpuTimeByThread() {}

    public static void main(String[] arguments) throws IOException {
        Linear shape = new Linear(512, 512, 512, false);
        Kernel<Linear> kernel = Kernels.find(Linear.class, arguments[0]);
        String self = Path.of("/proc/thread-self").toRealPath().getFileName().toString();
        try (Tensors tensors = Tensors.random(shape, Precision.FP32, 1); BoundKernel bound = kernel.bind(shape, tensors)) {
            bound.run();
            Map<String, Long> before = ticks(self);
            long end = System.nanoTime() + NANOSECONDS;
            while (System.nanoTime() < end) {
                bound.run();
            }
            Map<String, Long> after = ticks(self);
            after.replaceAll((thread, ticks) -> ticks - before.getOrDefault(thread, 0L));
            long own = after.remove(self);
            System.out.println(own + " " + after.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    private static Map<String, Long> ticks(String self) throws IOException {
        Map<String, Long> ticks = new HashMap<>();
        String name = Files.readString(Path.of("/proc/self/task", self, "comm"));
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                if (Files.readString(task.resolve("comm")).equals(name)) {
                    // after the name in parentheses: state is field 3, utime 14, stime 15
                    String stat = Files.readString(task.resolve("stat"));
                    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
                    ticks.put(task.getFileName().toString(), Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12)));
                }
            }
        }
        return ticks;
    }
}
