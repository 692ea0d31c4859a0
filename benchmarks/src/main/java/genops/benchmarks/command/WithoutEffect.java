package genops.benchmarks.command;

import genops.benchmarks.run.RunRequest;
import genops.benchmarks.run.Suite;
import genops.results.composition.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Refuses options that would have no effect where they stand: whoever gives one believes in it. An option at its default is never refused.
 * What shows only when cases are planned, {@link genops.benchmarks.run.PreparedRun} refuses.
 */
final class WithoutEffect {

    private WithoutEffect() {}

    /**
     * Refuses options.
     *
     * @param options those given that have no effect
     * @param why where they have none, and what has one in their place
     * @throws IllegalArgumentException one line, where there is any
     */
    static void refuse(List<String> options, String why) {
        if (!options.isEmpty()) {
            throw new IllegalArgumentException(String.join(", ", options) + (options.size() == 1 ? " has" : " have") + " no effect " + why);
        }
    }

    /**
     * Of a run that times kernels.
     *
     * @throws IllegalArgumentException one line on the first that has none
     */
    static void check(RunRequest request) {
        if (request.jmh().getParameter("stack").hasValue()) {
            refuse(List.of("-p stack="), "but on whole steps, --suite steps; --stack names whose kernels a suite chooses");
        }
        if (request.suite() == Suite.TEMPORAL_LAYOUTS && request.namesShapes()) {
            refuse(List.of("--suite temporal-layouts"), "beside -p with a shape");
        }
        if (request.suite() == Suite.TEMPORAL_LAYOUTS && !request.filter().sweeps().isEmpty()) {
            refuse(List.of("--sweep"), "beside --suite temporal-layouts, which has shapes of its own");
        }
        if (!request.stack().equals(Stack.VECTOR) && !request.suite().chooses()) {
            refuse(List.of("--stack"), "but with --suite findings, quick and models, which choose kernels; --kernel selects some elsewhere");
        }
        if (request.withoutCeilings() && request.suite() == Suite.QUICK) {
            refuse(List.of("--no-ceilings"), "on --suite quick, which measures none");
        }
    }

    /**
     * Of one of JMH's lists.
     *
     * @param given the options given, of ours
     */
    static void checkOfList(CommandLineOptions jmh, List<String> given) {
        if (jmh.shouldListWithParams()) {
            refuse(given.stream().filter(List.of("--stack", "--no-ceilings", "--gpu-cache", "--minutes", "--timeout", "--output")::contains).toList(),
                    "beside -lp, which times nothing");
        } else {
            Stream.of("-h", "-l", "-lprof", "-lrf").filter(l -> switch (l) {
                case "-h" -> jmh.shouldHelp();
                case "-l" -> jmh.shouldList();
                case "-lprof" -> jmh.shouldListProfilers();
                default -> jmh.shouldListResultFormats();
            }).forEach(l -> refuse(given, "beside " + l + ", which is the same with every selection"));
        }
    }

    /**
     * Of whole steps.
     *
     * @param given the options given, of ours
     */
    static void checkOfSteps(CommandLineOptions jmh, List<String> given) {
        List<String> options = new ArrayList<>(given.stream()
                .filter(List.of("--kernel", "--shard", "--stack", "--no-ceilings", "--gpu-cache")::contains).toList());
        if (RunRequest.namesShapes(jmh)) {
            options.add("-p with a shape");
        }
        if (jmh.getParameter("kernel").hasValue()) {
            options.add("-p kernel=");
        }
        if (!jmh.getIncludes().isEmpty() || !jmh.getExcludes().isEmpty()) {
            options.add("a regular expression");
        }
        refuse(options, "on whole steps; --model, --stage and -p step= select them, -p stack= names whose kernels run");
    }
}
