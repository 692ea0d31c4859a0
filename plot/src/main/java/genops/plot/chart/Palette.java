package genops.plot.chart;

import genops.shapes.operator.OperatorClass;

/**
 * Colours and symbols. The colours are those of Okabe and Ito (2008), which people with any common colour vision can tell apart and
 * which differ in print; all of them stand out from white and from a dark page, so that their yellow and black are not used.
 */
public final class Palette {
    public static final String ORANGE = "#E69F00";
    public static final String SKY = "#56B4E9";
    public static final String GREEN = "#009E73";
    public static final String BLUE = "#0072B2";
    public static final String VERMILION = "#D55E00";
    public static final String PURPLE = "#CC79A7";
    public static final String GREY = "#8C8C8C";

    private static final String[] SYMBOLS = {"circle", "triangle", "diamond", "rect", "path://M0 0H10L5 10Z", "path://M3 0H7V3H10V7H7V10H3V7H0V3H3Z"};
    private static final String[] SEQUENCE = {BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, GREY};

    private Palette() {}

    /** The colour of an operator class, the same in all figures. */
    public static String of(OperatorClass operatorClass) {
        return switch (operatorClass) {
            case ATTENTION -> VERMILION;
            case CONVOLUTION -> BLUE;
            case LINEAR -> GREEN;
            case NORMALISATION -> ORANGE;
            case ACTIVATION -> PURPLE;
            case ELEMENTWISE -> SKY;
            case LAYOUT -> GREY;
        };
    }

    /** A colour for the n-th of several things that have none of their own. */
    public static String colour(int n) {
        return SEQUENCE[n % SEQUENCE.length];
    }

    /** A symbol for the n-th of several things, so that colour is never the only difference. */
    public static String symbol(int n) {
        return SYMBOLS[n % SYMBOLS.length];
    }
}
