package genops.benchmarks.command;

import genops.benchmarks.fork.Environment;
import genops.benchmarks.fork.HostMemory;
import genops.benchmarks.fork.UserEnvironment;
import genops.benchmarks.run.WorkerProcess;
import genops.results.document.Machine;
import genops.results.machine.HardwareCounters;
import genops.results.table.Numbers;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code env}: what this machine is, and which backends can be used. */
@Command(name = "java -jar benchmarks.jar env", description =
        "This machine, its JDK and the backends; for each backend that cannot be used, why not and what would make it so.")
final class EnvCommand implements Callable<Integer> {

    @Option(names = "--class-path", paramLabel = "JAR", description = "Jars or folders with further kernels, separated as in java -cp.")
    private String classPath;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        Main.extendClassPath(classPath);
        try (WorkerProcess worker = WorkerProcess.start(List.of())) {
            Environment environment = worker.environment();
            Machine machine = environment.machine();
            line("CPU", machine.cpu() + ", " + machine.architecture() + ", " + machine.cores() + " processors");
            String source = environment.caches().source();
            line("caches", (machine.caches().isEmpty() ? "not told" : String.join("; ", machine.caches()))
                    + (source.isEmpty() ? "" : " (by " + source + ")"));
            line("for kernels", environment.caches().assumed());
            line("memory", Numbers.bytes(machine.memoryBytes()) + ", " + Numbers.bytes(HostMemory.availableBytes()) + " for tensors now");
            line("pages", environment.pages() + " for large tensors");
            line("OS", machine.os());
            line("JDK", machine.jdk() + ", " + System.getProperty("java.home"));
            line("vectors", machine.vector());
            Environment.withoutNativeCode().ifPresent(text -> line("native code", "not available: " + text));
            line("threads", environment.threads() + " for a kernel");
            line("counters", HardwareCounters.text());
            environment.backends().forEach(b -> line("backend " + b.name(), (b.available() ? "" : "not available: ") + b.text()
                    + (b.untimed().isEmpty() ? "" : "; not timed: " + b.untimed())
                    + (b.heldBack().isEmpty() ? "" : "; held back by " + b.heldBack())));
            UserEnvironment.ofThisProcess().note().ifPresent(note -> line("variables", note));
        }
        return ExitStatus.OK;
    }

    private void line(String name, String text) {
        out.printf("%-16s %s%n", name, text);
    }
}
