package genops.results.document;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/** Arguments of a JVM that runs kernels: which of them a document keeps, and which two runs must share to be compared. */
public final class JvmArguments {
    /** Files and numbers of one case, by this suite and by JMH, and where libraries were unpacked. */
    private static final Pattern OF_ONE_CASE = Pattern.compile(
            "-Dgenops\\.(case|step|jvm)\\..*|-Dgenops\\.threads=.*|-Djmh\\..*|-Djava\\.library\\.path=.*|-XX:CompileCommandFile=.*");
    /** What lets a JVM run the suite at all, or names a place, or lets other options stand. */
    private static final Pattern WITHOUT_EFFECT = Pattern.compile(
            "--add-modules=.*|--enable-native-access=.*|--sun-misc-unsafe-memory-access=.*|-XX:\\+Unlock(Diagnostic|Experimental)VMOptions"
                    + "|-XX:\\+IgnoreUnrecognizedVMOptions"
                    + "|-DcompilerBlackholesEnabled=.*|-Djava\\.io\\.tmpdir=.*|-Dgenops\\.(cuda|memory|natives|verify|stacktraces).*");
    /** The limit follows the memory of the machine, of which two virtual machines of one type have not the same bytes. */
    private static final Pattern MEMORY_LIMIT = Pattern.compile("-XX:MaxDirectMemorySize=.*");
    /** Which methods are always inlined is a part of the code, and changes with it. */
    private static final Pattern INLINED_METHODS = Pattern.compile("-XX:CompileCommand=(quiet|inline[ ,].*)");

    private JvmArguments() {}

    /** Less those of one case; of the same text twice, as from the environment and inherited, the last, which is the one that counts. */
    public static List<String> lasting(List<String> arguments) {
        SequencedSet<String> last = new LinkedHashSet<>();
        arguments.stream().filter(a -> !OF_ONE_CASE.matcher(a).matches()).forEach(last::addLast);
        return new ArrayList<>(last);
    }

    /** Those that can change a time and are not code. */
    public static List<String> decisive(List<String> arguments) {
        return lasting(arguments).stream().filter(a -> !WITHOUT_EFFECT.matcher(a).matches() && !MEMORY_LIMIT.matcher(a).matches()
                && !INLINED_METHODS.matcher(a).matches()).toList();
    }
}
