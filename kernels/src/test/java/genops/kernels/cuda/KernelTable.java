package genops.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The table of launches in {@code docs/gpu.md}: threads, registers and shared memory of every kernel, and the blocks and warps that a
 * multiprocessor of compute capability 8.0 can hold of it.
 */
final class KernelTable {
    private static final Path PAGE = Path.of("../docs/gpu.md");
    private static final Path REGISTERS = Path.of("src/main/cuda/registers.txt");
    private static final String BEGIN = "<!-- kernels: written by EmulatedKernelIT -->\n";
    private static final String END = "<!-- end of kernels -->";

    // limits of a multiprocessor of compute capability 8.0
    private static final int REGISTERS_OF_SM = 65_536;
    private static final int SHARED_OF_SM = 164 * 1024;
    private static final int SHARED_RESERVED = 1024;
    private static final int THREADS_OF_SM = 2048;
    private static final int BLOCKS_OF_SM = 32;
    private static final int WARP = 32;
    private static final int REGISTER_UNIT = 8;

    private KernelTable() {}

    /** Compares the page with what was launched, or writes it with {@code -Dgenops.write.docs=true}. */
    static void check(String launched) throws IOException {
        Map<String, Integer> registers = registers();
        StringBuilder table = new StringBuilder("| kernel | threads | registers | shared memory | blocks of a multiprocessor | warps |\n"
                + "|---|---:|---:|---:|---:|---:|\n");
        for (String line : launched.split("\n")) {
            String[] fields = line.split(" ");
            if (fields[0].startsWith("fault_")) {
                continue;
            }
            Integer ofKernel = registers.get(fields[0]);
            assertTrue(ofKernel != null, fields[0] + " is not in " + REGISTERS);
            table.append(row(fields[0], Integer.parseInt(fields[1]), ofKernel, Integer.parseInt(fields[2])));
        }
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        String expected = page.substring(0, from) + table + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("genops.write.docs")) {
            Files.writeString(PAGE, expected);
        }
        assertEquals(expected, Files.readString(PAGE), "docs/gpu.md is stale: run this test with -Dgenops.write.docs=true");
    }

    private static String row(String kernel, int threads, int registers, int sharedBytes) {
        int warps = (threads + WARP - 1) / WARP;
        int allocated = (registers + REGISTER_UNIT - 1) / REGISTER_UNIT * REGISTER_UNIT;
        int byRegisters = REGISTERS_OF_SM / (allocated * WARP * warps);
        int byShared = SHARED_OF_SM / (sharedBytes + SHARED_RESERVED);
        int blocks = Math.min(Math.min(byRegisters, byShared), Math.min(THREADS_OF_SM / threads, BLOCKS_OF_SM));
        return String.format("| `%s` | %d | %d | %,d | %d | %d of 64 |%n", kernel, threads, registers, sharedBytes, blocks, blocks * warps);
    }

    private static Map<String, Integer> registers() throws IOException {
        Map<String, Integer> registers = new HashMap<>();
        for (String line : Files.readAllLines(REGISTERS)) {
            String[] fields = line.split(" +");
            if (fields[1].equals("sm_80")) {
                registers.put(fields[0], Integer.parseInt(fields[2]));
            }
        }
        return registers;
    }
}
