package io.jenkins.plugins.aviary.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes numbers as ECMAScript's {@code Number::toString} does (ECMA-262, 6.1.6.1.20), which RFC 8785 prescribes: the
 * fewest digits that read back as the same IEEE 754 double and, of those, the nearest to it.
 *
 * <p>Before Java 19 {@code Double.toString} often gives more digits than are needed (JDK-4511638).
 */
final class CanonicalNumber {
    /** Below this every integer is a double, 2<sup>53</sup>. */
    private static final double EXACT_INTEGERS = 9_007_199_254_740_992d;

    /** A decimal of so many digits survives becoming a normal double and back. */
    private static final int SAFE_DIGITS = 15;

    /** So many digits always tell a double from its neighbours. */
    private static final int ENOUGH_DIGITS = 17;

    private CanonicalNumber() {}

    /**
     * The number's text.
     *
     * @throws IllegalArgumentException if it is infinite or not a number
     */
    static String text(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("JSON has no number for " + value);
        }
        if (value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS) {
            return Long.toString((long) value);
        }
        String magnitude = layOut(shortest(Math.abs(value)));
        return value < 0 ? "-" + magnitude : magnitude;
    }

    /**
     * The text of a whole number of any size.
     *
     * @throws IllegalArgumentException if a double cannot hold it: a reader would see another number
     */
    static String text(BigInteger value) {
        double held = value.doubleValue();
        String text = Double.isInfinite(held) ? "" : text(held);
        if (!text.equals(value.toString())
                && (text.isEmpty() || new BigDecimal(held).compareTo(new BigDecimal(value)) != 0)) {
            throw new IllegalArgumentException("The number " + brief(value.toString())
                    + " has more digits than a JSON number holds; write it as a text");
        }
        return text;
    }

    private static String brief(String digits) {
        return digits.length() <= 40 ? digits : digits.substring(0, 40) + "...";
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        int first = value < Double.MIN_NORMAL ? 1 : SAFE_DIGITS;
        for (int digits = first; digits < ENOUGH_DIGITS; digits++) {
            BigDecimal near = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (near.doubleValue() == value) {
                return near.stripTrailingZeros();
            }
            // At a power of two the doubles above are twice as far apart as those below: the decimal on the far side
            // can be the one that reads back.
            BigDecimal above = exact.round(new MathContext(digits, RoundingMode.CEILING));
            if (above.doubleValue() == value) {
                return above.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(ENOUGH_DIGITS, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
    }

    private static String layOut(BigDecimal value) {
        String digits = value.unscaledValue().toString();
        int count = digits.length();
        int point = count - value.scale();
        if (count <= point && point <= 21) {
            return digits + "0".repeat(point - count);
        }
        if (0 < point && point <= 21) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (-6 < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        String exponent = "e" + (point > 0 ? "+" : "-") + Math.abs(point - 1);
        return count == 1 ? digits + exponent : digits.charAt(0) + "." + digits.substring(1) + exponent;
    }
}
