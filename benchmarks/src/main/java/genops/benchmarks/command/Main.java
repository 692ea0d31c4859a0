package genops.benchmarks.command;

import genops.benchmarks.fork.ForkFlags;
import genops.benchmarks.run.Build;
import genops.benchmarks.run.WorkerProcess;
import genops.results.document.RunDocumentException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;

/** Where the launcher goes on: a verb, or a run of benchmarks. */
public final class Main {
    private static final Map<String, Supplier<Object>> VERBS = Map.ofEntries(
            Map.entry("shapes", ShapesCommand::new),
            Map.entry("verify", VerifyCommand::new),
            Map.entry("findings", FindingsCommand::new),
            Map.entry("table", TableCommand::new),
            Map.entry("report", ReportCommand::new),
            Map.entry("merge", MergeCommand::new),
            Map.entry("compare", CompareCommand::new),
            Map.entry("history", HistoryCommand::new),
            Map.entry("export", ExportCommand::new),
            Map.entry("nightly", NightlyCommand::new),
            Map.entry("ab", AbCommand::new),
            Map.entry("env", EnvCommand::new));

    /** System property: whether the stack of an error is printed. */
    private static final String STACK_TRACES = "genops.stacktraces";

    private static volatile String commandLine = "";

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        // JMH, too, writes numbers in the default locale, and some have digits of their own
        Locale.setDefault(Locale.ROOT);
        if (ModuleFinder.ofSystem().find(ForkFlags.VECTOR_MODULE).isEmpty()) {
            System.err.println("the Java runtime in " + System.getProperty("java.home") + " lacks the module " + ForkFlags.VECTOR_MODULE
                    + "; start a full JDK");
            return ExitStatus.ENVIRONMENT;
        }
        commandLine = String.join(" ", arguments);
        Supplier<Object> verb = arguments.length == 0 ? null : VERBS.get(arguments[0]);
        Object command = verb == null ? new RunCommand() : verb.get();
        List<String> rest = Arrays.asList(arguments).subList(verb == null ? 0 : 1, arguments.length);
        Build build = Build.current();
        CommandLine line = new CommandLine(command)
                .setUsageHelpWidth(120)
                .setParameterExceptionHandler((e, args) -> complain(e, ExitStatus.USAGE))
                .setExecutionExceptionHandler((e, c, result) -> failed(e));
        line.getCommandSpec().version("genops " + build.version() + ", commit " + build.commit());
        int status = execute(line, rest);
        return command instanceof AbCommand ? AbCommand.status(status) : status;
    }

    private static int execute(CommandLine line, List<String> arguments) {
        try {
            return line.execute(arguments.toArray(String[]::new));
        } catch (LinkageError | VirtualMachineError e) {
            return complain(e.toString().lines().findFirst().orElse(""), ExitStatus.ENVIRONMENT);
        }
    }

    /** The command line of this process, as a run document records it. */
    static String commandLine() {
        return "java -jar benchmarks.jar" + (commandLine.isEmpty() ? "" : " " + commandLine);
    }

    /**
     * Adds jars with further kernels, which the forked JVMs inherit with this one's class path.
     *
     * @param jars files and folders, separated as in a class path; may be null
     */
    static void extendClassPath(String jars) {
        if (jars == null) {
            return;
        }
        for (String jar : jars.split(File.pathSeparator)) {
            if (!Files.exists(Path.of(jar))) {
                throw new IllegalArgumentException("no such file on --class-path: " + jar);
            }
        }
        System.setProperty("java.class.path", System.getProperty("java.class.path") + File.pathSeparator + jars);
    }

    /** One line that says what would mend it; the stack of what nobody foresaw is shown on request alone. */
    private static int failed(Exception e) {
        if (Boolean.getBoolean(STACK_TRACES)) {
            e.printStackTrace();
        }
        return switch (e) {
            case IllegalArgumentException a -> complain(a, ExitStatus.USAGE);
            case RunDocumentException d -> complain(d, ExitStatus.USAGE);
            case RunnerException r -> complain(r, ExitStatus.ENVIRONMENT);
            case WorkerProcess.Died d -> complain(d, ExitStatus.ENVIRONMENT);
            case IOException i -> complain(i, ExitStatus.ENVIRONMENT);
            case UncheckedIOException i -> complain(i.getCause(), ExitStatus.ENVIRONMENT);
            default -> complain("internal error: " + e.toString().lines().findFirst().orElse("") + "; java -D" + STACK_TRACES
                    + "=true -jar benchmarks.jar … shows where", ExitStatus.ENVIRONMENT);
        };
    }

    private static int complain(Exception e, int status) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        // the message of a file system is the name of the file alone
        return complain(e instanceof FileSystemException ? e.getClass().getSimpleName() + ": " + message : message, status);
    }

    private static int complain(String message, int status) {
        System.err.println(message);
        return status;
    }
}
