package genops.results.document;

/** A run document cannot be read or written; the message is one line that names the file, the fault and the remedy. */
public final class RunDocumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RunDocumentException(String message, Throwable cause) {
        super(message, cause);
    }
}
