package genops.kernels.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import genops.kernels.Jvm;
import genops.kernels.verify.VerifySeed;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every kernel of the CPU agrees with the double-precision reference at shapes drawn at random, with vectors of every width. It takes a
 * minute; {@code -Dgenops.property.minutes=60} as long as that, {@code -Dgenops.property.vectors=16} one width alone, with vectors of so many
 * bytes, and {@code -Dgenops.property.seed=N} begins with the shape of a seed that a failure has named.
 */
class KernelPropertyIT {
    private static final double MINUTES = Double.parseDouble(System.getProperty("genops.property.minutes", "0.3"));
    private static final Optional<Integer> VECTORS = Optional.ofNullable(Integer.getInteger("genops.property.vectors"));
    private static final Optional<Long> SEED = Optional.ofNullable(Long.getLong("genops.property.seed"));
    /** After so many shapes every kernel has been tried, those of narrow support with them. */
    private static final int ENOUGH = 1000;
    private static final Pattern SHAPES = Pattern.compile(".* cases at ([0-9]+) shapes.*");

    /**
     * @param share of the time; the libraries, whose vectors are their own, have theirs with the widest
     * @param threads odd numbers cut shapes where even ones do not; 0 for the available processors
     */
    @ParameterizedTest
    @CsvSource({"64, all, 0.55, 0", "32, vector, 0.15, 3", "16, vector, 0.15, 1", "8, vector, 0.15, 0"})
    void everyKernelAgreesWithTheReferenceAtShapesDrawnAtRandom(int vectorBytes, String backends, double share, int threads)
            throws Exception {
        assumeTrue(VECTORS.orElse(vectorBytes) == vectorBytes);
        double seconds = 60 * MINUTES * (VECTORS.isPresent() ? 1 : share);
        List<String> options = new ArrayList<>(List.of("-XX:MaxVectorSize=" + vectorBytes));
        if (threads > 0) {
            options.add("-Dgenops.threads=" + threads);
        }
        Jvm.Result result = Jvm.run(options, PropertyRun.class, Double.toString(seconds),
                Long.toString(SEED.orElseGet(VerifySeed::get)), backends);
        List<String> lines = result.output().lines().toList();
        String wrong = lines.stream().filter(l -> l.startsWith("WRONG")).collect(Collectors.joining("\n"));
        List<String> last = lines.subList(Math.max(0, lines.size() - 20), lines.size());
        assertEquals(0, result.status(), () -> wrong.isEmpty() ? "after\n" + String.join("\n", last) : wrong);
        lines.stream().filter(l -> l.contains(" not available: ") || l.contains(" cases at ") || l.startsWith("near ")).forEach(System.out::println);
        if (lines.stream().noneMatch(l -> l.startsWith("vector not available"))) {
            assertFalse(last.getLast().startsWith("0 cases"), last::toString);
            String each = last.get(last.size() - 2);
            Matcher shapes = SHAPES.matcher(last.getLast());
            assertTrue(shapes.matches(), last::toString);
            assertTrue(Integer.parseInt(shapes.group(1)) < ENOUGH || !each.matches(".*=0[,}].*"), () -> "a kernel was never tried: " + each);
        }
    }

    @Test
    void whatIsDrawnHasTheEdgesThatKernelsHave() {
        List<Operator> shapes = LongStream.range(0, 3000).mapToObj(RandomShapes::of).toList();
        Set<OperatorType> types = EnumSet.noneOf(OperatorType.class);
        shapes.forEach(s -> types.add(s.type()));
        assertEquals(EnumSet.allOf(OperatorType.class), types);
        List<Attention> attentions = shapes.stream().filter(Attention.class::isInstance).map(Attention.class::cast).toList();
        assertTrue(attentions.stream().anyMatch(a -> a.causal() && a.keyLength() > a.queryLength()));
        assertTrue(attentions.stream().anyMatch(a -> a.queryLength() == 1 && a.kvHeads() < a.heads()));
        assertTrue(attentions.stream().anyMatch(a -> a.headDim() == 257) && attentions.stream().anyMatch(a -> a.headDim() == 1));
        assertEquals(RandomShapes.of(77), RandomShapes.of(77));
    }
}
