package genops.benchmarks.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.Environment;
import genops.benchmarks.fork.FatalError;
import genops.benchmarks.fork.ForkEnvironment;
import genops.benchmarks.fork.ForkFlags;
import genops.benchmarks.fork.KernelOffer;
import genops.benchmarks.fork.Replies;
import genops.benchmarks.fork.Worker;
import genops.benchmarks.pair.PairSide;
import genops.benchmarks.pair.PairTimes;
import genops.benchmarks.pair.PairTiming;
import genops.benchmarks.pair.PairWorker;
import genops.benchmarks.turns.TurnsReport;
import genops.benchmarks.turns.TurnsRequest;
import genops.benchmarks.turns.TurnsWorker;
import genops.kernels.InputKind;
import genops.shapes.operator.Operator;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with the Vector API that answers questions about kernels ({@link Worker}), or times them in turns: those of a shape
 * ({@link TurnsWorker}), or one of each of two builds ({@link PairWorker}).
 */
public final class WorkerProcess implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int DIAGNOSTICS = 50;

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader replies;
    private final List<String> diagnostics = new ArrayList<>();
    private final Deque<String> printed = new ArrayDeque<>();
    private final Thread reader;

    /** The worker is gone; the message says in one line what it left behind. */
    public static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;

        private Died(String message, int status) {
            super(message);
            this.status = status;
        }

        /** Its exit status. */
        public int status() {
            return status;
        }
    }

    private WorkerProcess(Process process) {
        this.process = process;
        questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        replies = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        reader = new Thread(this::readDiagnostics, "worker-diagnostics");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a worker with this JVM's system properties and class path, and with further arguments. */
    public static WorkerProcess start(List<String> jvmArguments) {
        List<String> arguments = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        arguments.addAll(jvmArguments);
        return start(Worker.class, java(), ForkFlags.flags(), arguments, Map.of());
    }

    /**
     * Starts a worker in a JVM such as JMH would fork.
     *
     * @param java its launcher
     * @param jvmArguments all arguments beside the suite's own
     */
    static WorkerProcess startLike(String java, List<String> jvmArguments) {
        return start(Worker.class, java, ForkFlags.flags(), jvmArguments, Map.of());
    }

    /** Starts a worker that times kernels in turns, with all of these arguments beside the suite's own. */
    static WorkerProcess startTurns(List<String> jvmArguments) {
        return start(TurnsWorker.class, java(), ForkFlags.flags(), jvmArguments, ForkEnvironment.ofThisProcess().variables());
    }

    /**
     * Starts a worker in which two sides take turns.
     *
     * @param java its launcher
     * @param flags those of the builds of both sides
     * @param jvmArguments all other arguments
     */
    static WorkerProcess startPairs(String java, List<String> flags, List<String> jvmArguments) {
        return start(PairWorker.class, java, flags, jvmArguments, ForkEnvironment.ofThisProcess().variables());
    }

    /** The launcher of the JDK that runs this. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static WorkerProcess start(Class<?> main, String java, List<String> flags, List<String> jvmArguments,
            Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(java);
        command.addAll(flags);
        command.addAll(ForkFlags.libraryPath());
        command.addAll(jvmArguments);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            return new WorkerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the worker finds on this machine. */
    public Environment environment() {
        return ask("environment", JSON.constructType(Environment.class));
    }

    /** The kernels of a shape. */
    public List<KernelOffer> offers(Operator shape) {
        return ask("offers " + shape.type().label() + " " + shape.text(),
                JSON.getTypeFactory().constructCollectionType(List.class, KernelOffer.class));
    }

    /** Runs a kernel with inputs of some kinds and compares its output: all of it, or a sample. */
    public CaseReport verify(Operator shape, String kernel, boolean full, List<InputKind> kinds) {
        return ask("verify " + shape.type().label() + " " + shape.text() + " " + kernel + (full ? " full " : " sampled ")
                + String.join(",", kinds.stream().map(InputKind::label).toList()), JSON.constructType(CaseReport.class));
    }

    /** Times kernels in turns. */
    TurnsReport time(TurnsRequest request) {
        return ask(json(request), JSON.constructType(TurnsReport.class));
    }

    /** Opens a side of a pair, after none or one: one line why it cannot be timed, or an empty one. */
    public String open(PairSide side) {
        return ask(PairWorker.OPEN + json(side), JSON.constructType(String.class));
    }

    /** Times the two sides that were opened. */
    public PairTimes time(PairTiming timing) {
        return ask(PairWorker.TIME + json(timing), JSON.constructType(PairTimes.class));
    }

    private static String json(Object request) {
        try {
            return JSON.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T ask(String question, JavaType type) {
        try {
            questions.write(question);
            questions.newLine();
            questions.flush();
            for (String line = replies.readLine(); line != null; line = replies.readLine()) {
                Optional<String> reply = Replies.in(line);
                if (reply.isPresent()) {
                    return JSON.readValue(reply.get(), type);
                }
                remember(line);
            }
            throw died();
        } catch (JsonProcessingException e) {
            throw died();
        } catch (IOException e) {
            // the pipe is broken
            throw died();
        }
    }

    private Died died() {
        try {
            process.destroy();
            int status = process.waitFor();
            reader.join(TimeUnit.SECONDS.toMillis(5));
            return new Died("the JVM that runs kernels died with exit status " + status
                    + FatalError.of(List.copyOf(printed)).or(this::diagnosis).map(l -> ": " + l).orElse(""), status);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Died("interrupted", 0);
        }
    }

    private Optional<String> diagnosis() {
        synchronized (diagnostics) {
            return diagnostics.stream().filter(l -> !l.isBlank()).findFirst();
        }
    }

    /** A JVM that dies says why where it answers, last of all. */
    private void remember(String line) {
        printed.addLast(line);
        if (printed.size() > DIAGNOSTICS) {
            printed.removeFirst();
        }
    }

    private void readDiagnostics() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (diagnostics) {
                    if (!ForkFlags.isKnownWarning(line) && diagnostics.size() < DIAGNOSTICS) {
                        diagnostics.add(line);
                    }
                }
            }
        } catch (IOException e) {
            // the process ended while its output was read: nothing more will come
            return;
        }
    }

    @Override
    public void close() {
        try {
            questions.close();
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            // it has ended already
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
