package genops.benchmarks.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All options that have no effect beside others, and what is said of them. What shows only when cases are planned: PreparedRunTest. */
class WithoutEffectTest {
    private static final String SHAPE = "attention=b1_h1_q8_k8_d8";
    private static final String STACK =
            "--stack has no effect but with --suite findings, quick and models, which choose kernels; --kernel selects some elsewhere";
    private static final String STEPS =
            " no effect on whole steps; --model, --stage and -p step= select them, -p stack= names whose kernels run";
    private static final String OWN_WARM_UP =
            " have no effect on whole steps, which warm up until they are steady; -i is the number of rounds, -f of forks";
    private static final String NO_SELECTION =
            "--phase, --attention-kind, --operator, --sweep and --sample do not select whole steps; --model and --stage do";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // shapes that are named leave nothing to select
        "-p SHAPE --set nothing.at=1 | --set has no effect beside -p with a shape",
        "-p SHAPE --model muse --sample 3 | --model, --sample have no effect beside -p with a shape",
        "-p SHAPE --stage unet --phase decode-like | --stage, --phase have no effect beside -p with a shape",
        "-p SHAPE --operator linear --attention-kind decode-like | --attention-kind, --operator have no effect beside -p with a shape",
        "-p SHAPE --sweep image | --sweep has no effect beside -p with a shape",
        "-p SHAPE --suite temporal-layouts | --suite temporal-layouts has no effect beside -p with a shape",
        "verify --shape SHAPE --model muse | --model has no effect beside --shape",
        // sweeps and layouts have shapes of their own
        "--sweep image --model muse --set muse.image=256 | --model, --set have no effect beside --sweep, which has shapes of its own",
        "shapes --sweep cache --model llama | --model has no effect beside --sweep, which has shapes of its own",
        "verify --sweep cache --set llama.batch=2 | --set has no effect beside --sweep, which has shapes of its own",
        "--suite temporal-layouts --sweep image | --sweep has no effect beside --suite temporal-layouts, which has shapes of its own",
        "shapes --model muse --set llama.batch=2 | --set llama.… has no effect: --model selects muse",
        // a stack where nothing is chosen by it, ceilings where there are none
        "--suite full --stack cuda | " + STACK,
        "-p SHAPE --stack cuda | " + STACK,
        "-wi 3 --stack cuda | " + STACK,
        "nightly --stack cuda | " + STACK,
        "--suite quick --no-ceilings | --no-ceilings has no effect on --suite quick, which measures none",
        "-p SHAPE -p ceiling=fma | -p ceiling= has no effect on a run, which measures the ceilings that its shapes need; --no-ceilings leaves them out",
        "-p SHAPE -p stack=cuda | -p stack= has no effect but on whole steps, --suite steps; --stack names whose kernels a suite chooses",
        // whole steps
        "--suite steps --gpu-cache warm --no-ceilings --stack cuda | --stack, --no-ceilings, --gpu-cache have" + STEPS,
        "--suite steps --kernel vector --shard 1/2 | --kernel, --shard have" + STEPS,
        "--suite steps -p SHAPE -p kernel=vector/flash | -p with a shape, -p kernel= have" + STEPS,
        "--suite steps Attention | a regular expression has" + STEPS,
        "--suite steps -e Attention | a regular expression has" + STEPS,
        "--suite steps -wi 2 | -wi, -w and -r" + OWN_WARM_UP,
        "--suite steps -r 1s | -wi, -w and -r" + OWN_WARM_UP,
        "--suite steps --attention-kind decode-like | " + NO_SELECTION,
        "--suite steps --phase decode-like | " + NO_SELECTION,
        "--suite steps --sample 2 | " + NO_SELECTION,
        "-p step=parti/decode/0 --model muse | --model has no effect beside -p step=",
        "-p step=parti/decode/0 --suite full | --suite full has no effect beside -p step=",
        // JMH's lists
        "-l --minutes 3 --model muse | --model, --minutes have no effect beside -l, which is the same with every selection",
        "-h --kernel vector | --kernel has no effect beside -h, which is the same with every selection",
        "-lprof --threads 2 | --threads has no effect beside -lprof, which is the same with every selection",
        "-lrf --output a.json | --output has no effect beside -lrf, which is the same with every selection",
        "-lp --minutes 3 --timeout 9 --no-ceilings | --no-ceilings, --minutes, --timeout have no effect beside -lp, which times nothing",
        // what is read from documents
        "findings --stage unet | --stage has no effect on whole models; leave it out",
        "report --operator linear --sample 2 | --operator, --sample have no effect on whole models; leave it out",
        "findings --details --format json | --details has no effect beside --format json, which has every number",
        "history --html h.html --format json | --format has no effect beside --html",
        "export --format otava --csv a.csv run.json | --csv has no effect on the format otava; otava-config names it",
        // nothing is left
        "verify --operator linear --inputs masked | nothing to do: no shape selected is given inputs of kind masked",
        "verify --operator linear --attention-kind decode-like | nothing to do: the options select no shape"})
    void anOptionWithoutEffectIsRefused(String arguments, String message) {
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        int status;
        try {
            status = Main.run(arguments.replace("SHAPE", SHAPE).split(" "));
        } finally {
            System.setErr(err);
        }
        assertEquals(message, said.toString(StandardCharsets.UTF_8).strip());
        assertEquals(ExitStatus.USAGE, status);
    }
}
