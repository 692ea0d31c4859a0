package genops.kernels.vector;

import java.util.List;
import java.util.stream.Stream;

/**
 * Options of a JVM in which the helpers that take and return vectors are always compiled into the loops that call them. Otherwise the
 * compiler leaves one out where it was compiled alone, before its caller, into more than 2,500 bytes of code, which varies from run to run:
 * flash attention then took more than twice its time in one JVM of ten, its vectors made into objects.
 */
public final class InliningOptions {
    /** Methods that take or return vectors, by class; {@code *} are all of a class. */
    private static final Stream<String> METHODS = Stream.of("Simd::*", "VectorExp::*", "AttentionTiles::maxima", "DecodeStreams::weight",
            "Bf16Columns::load", "Bf16Columns::lower", "Bf16Columns::upper", "elementwise.VectorActivation::*");
    /** The options, quiet. */
    public static final List<String> JVM = Stream.concat(Stream.of("-XX:CompileCommand=quiet"),
            METHODS.map(method -> "-XX:CompileCommand=inline," + InliningOptions.class.getPackageName() + "." + method)).toList();

    private InliningOptions() {}
}
