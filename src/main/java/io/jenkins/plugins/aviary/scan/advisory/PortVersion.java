package io.jenkins.plugins.aviary.scan.advisory;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version in one of vcpkg's schemes: relaxed ({@code 1.2.3.4}, with {@code -rc1}), semantic ({@code 1.2.3-rc.1}), date
 * ({@code 2024-03-01.2}) or string (anything else), each with or without a port version ({@code #3}). Versions of Git
 * tags are read too: {@code v1.3.1}, {@code curl-8_5_0}, {@code mbedtls-3.5.0}.
 *
 * <p>Order: numbers by their value, a missing one as 0, since advisories write 1.0 for 1.0.0 and the other way round; a
 * pre-release before its release, and pre-releases as <a href="https://semver.org/#spec-item-11">semver.org, item 11</a>
 * has them. Strings have no order: only equality can be told.
 */
public final class PortVersion {
    private static final int LONGEST = 200;
    private static final Pattern DATE = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})((?:\\.[0-9]+)*)");
    private static final Pattern DOTTED = Pattern.compile(
            "([0-9]+(?:\\.[0-9]+)*)([a-z]?)(?:[-.]?([A-Za-z][0-9A-Za-z.-]*|(?<=-)[0-9A-Za-z.-]+))?(?:\\+.*)?");
    private static final Pattern TAG_NAME =
            Pattern.compile("^(?:[A-Za-z][A-Za-z0-9+]*?[-_/])*?(?:[vVrR][._-]?)?(?=[0-9])");

    private final String text;
    private final List<BigInteger> numbers;
    private final List<String> preRelease;
    private final int port;

    private PortVersion(String text, List<BigInteger> numbers, List<String> preRelease, int port) {
        this.text = text;
        this.numbers = numbers;
        this.preRelease = preRelease;
        this.port = port;
    }

    /** Reads a version of a port or of a package. */
    public static PortVersion of(String version) {
        String text = version.strip();
        int port = -1;
        int hash = text.lastIndexOf('#');
        if (hash > 0 && text.substring(hash + 1).matches("[0-9]{1,6}")) {
            port = Integer.parseInt(text.substring(hash + 1));
            text = text.substring(0, hash);
        }
        return parsed(text, port);
    }

    /** Reads the version that a Git tag names. */
    public static PortVersion ofTag(String tag) {
        String text = TAG_NAME.matcher(tag.length() > LONGEST ? tag.substring(0, LONGEST) : tag)
                .replaceFirst("");
        boolean underscored = text.matches("[0-9]+(_[0-9]+)+([._-].*|[a-z])?");
        boolean hyphened =
                text.matches("[0-9]+(-[0-9]+)+") && !DATE.matcher(text).matches();
        return parsed(underscored || hyphened ? text.replace('_', '.').replace(hyphened ? '-' : '_', '.') : text, -1);
    }

    private static PortVersion parsed(String text, int port) {
        if (text.length() > LONGEST) {
            return new PortVersion(text, List.of(), List.of(), port);
        }
        Matcher date = DATE.matcher(text);
        if (date.matches()) {
            return new PortVersion(text, numbers(text.replace('-', '.')), List.of(), port);
        }
        Matcher dotted = DOTTED.matcher(text);
        if (!dotted.matches()) {
            return new PortVersion(text, List.of(), List.of(), port);
        }
        List<BigInteger> numbers = new ArrayList<>(numbers(dotted.group(1)));
        if (!dotted.group(2).isEmpty() && dotted.group(3) == null) {
            // OpenSSL's 1.1.1w: a letter counts on after the numbers.
            numbers.add(BigInteger.valueOf(dotted.group(2).charAt(0) - 'a' + 1L));
            return new PortVersion(text, numbers, List.of(), port);
        }
        String after = dotted.group(2) + (dotted.group(3) == null ? "" : dotted.group(3));
        return new PortVersion(text, numbers, after.isEmpty() ? List.of() : List.of(after.split("[.-]")), port);
    }

    private static List<BigInteger> numbers(String dotted) {
        List<BigInteger> numbers = new ArrayList<>();
        for (String one : dotted.split("\\.")) {
            if (!one.isEmpty()) {
                numbers.add(new BigInteger(one));
            }
        }
        return numbers;
    }

    /** Whether it is of a scheme that has an order. */
    public boolean isOrdered() {
        return !numbers.isEmpty();
    }

    /**
     * Which of two versions is later: below 0 if the other is, 0 if neither is; empty if that cannot be told. Port
     * versions count only where both have one: an advisory that names none is about the upstream version.
     */
    public OptionalInt compare(PortVersion other) {
        int port = this.port < 0 || other.port < 0 ? 0 : Integer.compare(this.port, other.port);
        if (text.equals(other.text)) {
            return OptionalInt.of(port);
        }
        if (!isOrdered() || !other.isOrdered()) {
            return OptionalInt.empty();
        }
        int order = compareNumbers(other);
        if (order == 0) {
            order = comparePreRelease(other);
        }
        return OptionalInt.of(order == 0 ? port : order);
    }

    private int compareNumbers(PortVersion other) {
        for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
            BigInteger mine = i < numbers.size() ? numbers.get(i) : BigInteger.ZERO;
            BigInteger its = i < other.numbers.size() ? other.numbers.get(i) : BigInteger.ZERO;
            int order = mine.compareTo(its);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int comparePreRelease(PortVersion other) {
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
            int order = compareIdentifiers(preRelease.get(i), other.preRelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    private static int compareIdentifiers(String mine, String its) {
        boolean number = mine.matches("[0-9]+");
        boolean other = its.matches("[0-9]+");
        if (number && other) {
            return new BigInteger(mine).compareTo(new BigInteger(its));
        }
        return number == other ? mine.compareTo(its) : number ? -1 : 1;
    }

    @Override
    public String toString() {
        return port < 0 ? text : text + "#" + port;
    }
}
