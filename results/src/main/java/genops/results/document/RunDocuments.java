package genops.results.document;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Reads and writes run documents as JSON. Fields stand in the order of the records, objects take one line per field and the raw data
 * one line per measurement, so that two documents can be compared by a line-based diff. NaN is written as the string {@code "NaN"}.
 */
public final class RunDocuments {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            // a missing property counts as null, which only those that came later than the first documents may be
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectWriter WRITER = MAPPER.writer(new DefaultPrettyPrinter()
            .withSeparators(Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private RunDocuments() {}

    /**
     * Reads a run document; FLOPs and bytes of its measurements are counted anew, from their shapes.
     *
     * @throws RunDocumentException where the file cannot be read, is cut short, is no run document, or has another schema version
     */
    public static RunDocument read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            checkSchema(file, bytes);
            return CountedWork.of(MAPPER.readValue(bytes, RunDocument.class));
        } catch (IllegalArgumentException e) {
            throw new RunDocumentException(file + " is no valid run document: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new RunDocumentException("no such run document: " + file, e);
        } catch (JsonParseException e) {
            if (endsEarly(e)) {
                throw cutShort(file, e);
            }
            throw new RunDocumentException(file + " is not JSON: " + e.getOriginalMessage() + ", line "
                    + e.getLocation().getLineNr(), e);
        } catch (DatabindException e) {
            if (e.getCause() instanceof JsonParseException parse && endsEarly(parse)) {
                throw cutShort(file, parse);
            }
            throw new RunDocumentException(file + " is no valid run document: " + place(e) + e.getOriginalMessage().lines().findFirst()
                    .orElse("unknown fault"), e);
        } catch (IOException e) {
            throw new RunDocumentException("cannot read " + file + ": " + reason(e), e);
        }
    }

    /** The document as it is stored. */
    public static String toJson(RunDocument document) {
        try {
            return WRITER.writeValueAsString(document) + "\n";
        } catch (IOException e) {
            throw new RunDocumentException("cannot write the run document as JSON: " + reason(e), e);
        }
    }

    /**
     * Writes a run document: to a temporary file beside the target, then renamed, so that the target is either the old or the new
     * document and never a part of one. Missing folders are made.
     *
     * @throws RunDocumentException where the file cannot be written; the target is then as it was
     */
    public static void write(Path file, RunDocument document) {
        byte[] bytes = toJson(document).getBytes(StandardCharsets.UTF_8);
        Path target = file.toAbsolutePath();
        Path temporary = temporary(target);
        try {
            Files.createDirectories(target.getParent());
            try {
                writeDurably(temporary, bytes);
                rename(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /**
     * Makes sure that a run document can be written, and leaves nothing behind but missing folders.
     *
     * @throws RunDocumentException where it cannot
     */
    public static void checkWritable(Path file) {
        Path target = file.toAbsolutePath();
        Path temporary = temporary(target);
        try {
            if (Files.isDirectory(target)) {
                throw new FileSystemException(file.toString(), null, "Is a directory");
            }
            Files.createDirectories(target.getParent());
            try {
                writeDurably(temporary, new byte[0]);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static Path temporary(Path target) {
        return target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    }

    private static RunDocumentException cannotWrite(Path file, IOException e) {
        return new RunDocumentException("cannot write " + file + ": " + reason(e), e);
    }

    private static void writeDurably(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            // the rename must not reach the disk before the data does
            channel.force(true);
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void checkSchema(Path file, byte[] bytes) throws IOException {
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new RunDocumentException(file + " is empty: the run that wrote it was interrupted; measure again", null);
            }
            if (first == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String field = parser.currentName();
                    JsonToken value = parser.nextToken();
                    if (field.equals("schema") && value == JsonToken.VALUE_NUMBER_INT) {
                        checkVersion(file, parser.getLongValue());
                        return;
                    }
                    parser.skipChildren();
                }
            }
        }
        throw new RunDocumentException(file + " is no run document of this suite: it has no schema version", null);
    }

    private static void checkVersion(Path file, long version) {
        if (version != RunDocument.SCHEMA) {
            throw new RunDocumentException(file + " has schema version " + version + ", this build reads " + RunDocument.SCHEMA
                    + ": read it with the build that wrote it, or measure again", null);
        }
    }

    /**
     * Jackson has a type for some of the places where a document can end too early, and this beginning of the message for all but numbers,
     * which nothing else cuts after their point.
     */
    private static boolean endsEarly(JsonParseException e) {
        return e.getOriginalMessage().startsWith("Unexpected end-of-input") || e.getOriginalMessage().endsWith("not followed by a digit");
    }

    private static RunDocumentException cutShort(Path file, JsonParseException e) {
        return new RunDocumentException(file + " is cut short at line " + e.getLocation().getLineNr()
                + ": the run that wrote it was interrupted, or the copy is incomplete; measure or copy it again", e);
    }

    private static String place(DatabindException e) {
        StringBuilder path = new StringBuilder();
        if (e instanceof JsonMappingException mapping) {
            for (JsonMappingException.Reference step : mapping.getPath()) {
                path.append(step.getFieldName() == null ? "[" + step.getIndex() + "]"
                        : (path.isEmpty() ? "" : ".") + step.getFieldName());
            }
        }
        return path.isEmpty() ? "" : path + ": ";
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
