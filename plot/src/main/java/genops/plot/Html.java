package genops.plot;

/** Parts of HTML. */
final class Html {

    private Html() {}

    /** Text as HTML. */
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** Preformatted text behind a line that opens it. */
    static void details(StringBuilder html, String summary, String text) {
        html.append("<details><summary>").append(escape(summary))
                .append("</summary><pre>").append(escape(text)).append("</pre></details>\n");
    }

    /** A script in which nothing ends the element that holds it. */
    static String script(String text) {
        return text.replace("</", "<\\/");
    }
}
