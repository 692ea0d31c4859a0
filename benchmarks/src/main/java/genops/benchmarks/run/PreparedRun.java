package genops.benchmarks.run;

import genops.benchmarks.fork.Environment;
import genops.kernels.DeviceTimed.Cache;
import genops.results.document.Machine;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A run whose cases are known and of which nothing was timed yet. */
public final class PreparedRun {
    private final RunRequest request;
    private final Benchmarks benchmarks;
    private final CasePlanner.Plan plan;
    private final JmhConsole console;
    private final RunDocument header;
    private final ForkedJvms forks = ForkedJvms.begin();

    private PreparedRun(RunRequest request, Benchmarks benchmarks, CasePlanner.Plan plan, JmhConsole console) {
        this.request = request;
        this.benchmarks = benchmarks;
        this.plan = plan;
        this.console = console;
        String started = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        Machine machine = ForkedJvms.expected(request.jmh(), plan.environment()).machine();
        header = new RunDocument(RunDocument.SCHEMA, started, Build.current().commit(), request.command(), machine, "",
                request.shard().map(Shard::text).orElse(""), List.of(), List.of(), List.of())
                .withCommitted(Build.current().committed());
    }

    /**
     * Plans what was asked for.
     *
     * @param out where JMH's own text goes where it was asked for
     * @throws IllegalArgumentException one line on what is wrong with the request
     */
    public static PreparedRun of(RunRequest request, PrintStream out) {
        JmhConsole console = JmhConsole.of(request.jmh(), out);
        Benchmarks benchmarks = Benchmarks.matching(request.jmh(), console.format());
        CasePlanner.Plan plan = CasePlanner.plan(request.shapes(benchmarks), request.namedKernels(), request.jvmArguments(),
                request.threads(), request.shard());
        if (request.shard().isEmpty() && plan.cases().isEmpty() && CeilingCase.wanted(request, benchmarks, plan).isEmpty()) {
            throw new IllegalArgumentException("nothing to do: the options select no shape");
        }
        checkEffects(request, benchmarks, plan.cases());
        return new PreparedRun(request, benchmarks, plan, console);
    }

    /**
     * Refuses options that have no effect on what was planned. A shard is a part of a run on which they may have one.
     *
     * @throws IllegalArgumentException one line on the first
     */
    static void checkEffects(RunRequest request, Benchmarks benchmarks, List<Case> cases) {
        if (request.withoutCeilings() && !benchmarks.ceilings()) {
            throw new IllegalArgumentException("--no-ceilings has no effect: the regular expressions leave the ceilings out");
        }
        if (request.shard().isPresent()) {
            return;
        }
        if (request.gpuCache() == Cache.WARM && cases.stream().noneMatch(c -> c.offer().onDevice())) {
            throw new IllegalArgumentException("--gpu-cache has no effect: no kernel of a GPU is among what is timed; env says why where one should be");
        }
        if (!request.threads().isEmpty() && !cases.isEmpty() && cases.stream().allMatch(c -> c.offer().onDevice())) {
            throw new IllegalArgumentException("--threads has no effect on kernels of a GPU, and no other is among what is timed");
        }
    }

    /** The document of this run as long as nothing is measured: machine, commit, command, time of start. */
    public RunDocument header() {
        return header;
    }

    /** An interrupted run of the same cases, less what it did not finish. */
    public RunDocument finishedPart(RunDocument interrupted) {
        List<Measurement> measurements = interrupted.measurements();
        int finished = 0;
        while (finished < Math.min(plan.cases().size(), measurements.size()) && isFinished(plan.cases().get(finished), measurements.get(finished))) {
            finished++;
        }
        return interrupted.with(interrupted.ceilings(), measurements.subList(0, finished));
    }

    private static boolean isFinished(Case wanted, Measurement measurement) {
        return measurement.status() != Status.INTERRUPTED && wanted.offer().operator().equals(measurement.operator())
                && wanted.offer().shape().equals(measurement.shape()) && wanted.offer().kernel().equals(measurement.kernel())
                && (wanted.offer().onDevice() || wanted.threads() == measurement.threads());
    }

    /** Where the document goes. */
    Path file() {
        return request.output().orElseGet(() -> Path.of("results", "run-" + header.started().replaceAll("[^0-9TZ]", "") + ".json"));
    }

    /**
     * Says what a user should know before the first number: what of the environment changes the numbers, that there are more threads than
     * processors, and which backends cannot be used; where kernels were asked for by name, each case says that itself.
     */
    void notes(PrintStream out) {
        plan.environment().warnings().forEach(out::println);
        Environment.withoutNativeCode().ifPresent(out::println);
        ThreadCount.warning(plan.environment().threads(), Runtime.getRuntime().availableProcessors()).ifPresent(out::println);
        if (request.namedKernels().isEmpty()) {
            plan.environment().backends().forEach(b -> {
                if (!b.available()) {
                    out.println(b.name() + " not available: " + b.text());
                } else if (!b.untimed().isEmpty()) {
                    out.println(b.name() + " not timed: " + b.untimed());
                }
            });
        }
    }

    /** What is timed, in this order. */
    public List<Case> cases() {
        return plan.cases();
    }

    RunRequest request() {
        return request;
    }

    CasePlanner.Plan plan() {
        return plan;
    }

    ForkedJvms forks() {
        return forks;
    }

    JmhConsole console() {
        return console;
    }

    List<CeilingCase> ceilings() {
        return CeilingCase.wanted(request, benchmarks, plan);
    }
}
