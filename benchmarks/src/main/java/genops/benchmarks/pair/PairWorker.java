package genops.benchmarks.pair;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.benchmarks.fork.CaseChannel;
import genops.benchmarks.fork.OthersShare;
import genops.benchmarks.fork.Replies;
import genops.benchmarks.fork.WarmUp;
import genops.results.statistics.PairedFork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Main class of a JVM in which two sides take turns. It reads lines: twice {@value #OPEN} with a {@link PairSide} in JSON, answered by a line
 * of JSON that says why it cannot be timed or is empty; then {@value #TIME} with a {@link PairTiming}, answered by {@link PairTimes}.
 *
 * <p>Which of a pair has the first turn is decided by chance, pair by pair. A turn begins with a pause in which the threads of the other side
 * fall asleep. After some pairs both sides are verified, and go on with other inputs, the same for both.
 */
public final class PairWorker {
    /** Asks to open a side. */
    public static final String OPEN = "open ";
    /** Asks to time both. */
    public static final String TIME = "time ";

    /** Pairs from one change of inputs to the next. */
    private static final int SERIES = 16;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final List<LoadedSide> sides = new ArrayList<>();
    private final Random random = new Random();

    private PairWorker() {}

    public static void main(String[] args) throws IOException {
        Replies replies = Replies.ofThisProcess();
        PairWorker worker = new PairWorker();
        try (BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                replies.send(JSON.writeValueAsString(worker.answer(line)));
            }
        }
    }

    private Object answer(String line) throws IOException {
        if (line.startsWith(OPEN)) {
            PairSide side = JSON.readValue(line.substring(OPEN.length()), PairSide.class);
            Runnable done = CaseChannel.patience(side.patience());
            String refused = open(side);
            done.run();
            return refused;
        }
        PairTiming timing = JSON.readValue(line.substring(TIME.length()), PairTiming.class);
        Runnable done = CaseChannel.patience(timing.patience());
        PairTimes times = time(timing);
        done.run();
        return times;
    }

    private String open(PairSide wanted) {
        LoadedSide side = LoadedSide.of(wanted.classPath());
        sides.add(side);
        return side.open(Map.of(PairEntry.OPERATOR, wanted.operator(), PairEntry.SHAPE, wanted.shape(), PairEntry.KERNEL, wanted.kernel(),
                PairEntry.SEED, Long.toString(wanted.seed()), PairEntry.PLACE, Long.toString(wanted.place()),
                PairEntry.BRIEF, Boolean.toString(wanted.brief())));
    }

    private PairTimes time(PairTiming timing) {
        List<double[]> pairs = new ArrayList<>();
        String[] failed = {"", ""};
        // what was compiled for one side while the other was made ready, and what each does beside the other, comes to rest
        WarmUp.of(this::pair);
        OthersShare others = new OthersShare();
        long begun = System.nanoTime();
        boolean more = true;
        while (more && !failed(failed)) {
            sides.forEach(LoadedSide::prepare);
            for (int i = 0; i < SERIES && more; i++) {
                pairs.add(pair());
                more = more(timing, pairs, (System.nanoTime() - begun) / 1e9);
            }
            for (int i = 0; i < failed.length; i++) {
                failed[i] = sides.get(i).verify();
            }
        }
        double foreign = others.next();
        for (int i = 0; i < failed.length; i++) {
            failed[i] = failed(failed) ? failed[i] : sides.get(i).end();
        }
        return new PairTimes(values(pairs, 0), values(pairs, 1), foreign, failed[0], failed[1]);
    }

    private static boolean more(PairTiming timing, List<double[]> pairs, double seconds) {
        return pairs.size() < timing.fewest() || seconds < timing.seconds() || seconds < timing.longest()
                && PairedFork.of(values(pairs, 0), values(pairs, 1), false).error() > timing.error();
    }

    private static boolean failed(String... lines) {
        return !String.join("", lines).isEmpty();
    }

    private double[] pair() {
        double[] times = new double[2];
        int first = random.nextInt(2);
        times[first] = sides.get(first).turn();
        times[1 - first] = sides.get(1 - first).turn();
        return times;
    }

    private static double[] values(List<double[]> pairs, int side) {
        return pairs.stream().mapToDouble(p -> Math.rint(1000 * p[side]) / 1000).toArray();
    }
}
