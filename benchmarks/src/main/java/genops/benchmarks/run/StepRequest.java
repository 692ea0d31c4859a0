package genops.benchmarks.run;

import genops.benchmarks.step.Step;
import genops.results.composition.Stack;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedSet;
import org.openjdk.jmh.runner.options.Options;

/**
 * Whole steps that are to be timed.
 *
 * @param steps the steps
 * @param stack whose kernels run
 * @param threads numbers of threads, with each of which every step is timed; empty for the available processors
 * @param minutes time that all of them should take; empty for {@link StepTiming#ROUNDS} rounds in each of two forks
 * @param timeout seconds after which a fork is given up; empty for {@link Timing#patience}
 * @param jmh JMH's own options: {@code -f} and {@code -i} are kept
 */
public record StepRequest(List<Step> steps, Stack stack, SortedSet<Integer> threads, OptionalDouble minutes, OptionalInt timeout,
        Options jmh) {

    public StepRequest {
        steps = List.copyOf(steps);
    }

    /**
     * What a command line asks for: the steps that {@code -p step=…} names, or else those that the catalog's options select; the stack is
     * that of {@code -p stack=…}.
     *
     * @throws IllegalArgumentException one line on an unknown model, stage, pass, parameter or stack
     */
    public static StepRequest of(CatalogFilter filter, SortedSet<Integer> threads, OptionalDouble minutes, OptionalInt timeout,
            Options jmh) {
        List<Step> named = jmh.getParameter("step").orElse(List.of()).stream().map(Step::of).toList();
        List<String> stacks = List.copyOf(jmh.getParameter("stack").orElse(List.of(Stack.VECTOR.name())));
        if (stacks.size() != 1) {
            throw new IllegalArgumentException("-p stack= names one stack, not " + String.join(",", stacks));
        }
        return new StepRequest(named.isEmpty() ? StepSelection.of(filter) : named, Stack.of(stacks.getFirst()), threads, minutes, timeout,
                jmh);
    }

    /** Whether a command line names steps. */
    public static boolean named(Options jmh) {
        return jmh.getParameter("step").hasValue();
    }

    /** One line that repeats a step alone. */
    String commandOf(Step step, OptionalInt threadCount) {
        return "java -jar benchmarks.jar --suite steps -p step=" + step.text()
                + (stack.equals(Stack.VECTOR) ? "" : " -p stack=" + stack.name())
                + (threadCount.isPresent() ? " --threads " + threadCount.getAsInt() : "");
    }
}
