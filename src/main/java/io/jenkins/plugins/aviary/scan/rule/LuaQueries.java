package io.jenkins.plugins.aviary.scan.rule;

import io.jenkins.plugins.aviary.scan.lua.LuaScript;
import io.jenkins.plugins.aviary.scan.lua.LuaScript.Span;
import io.jenkins.plugins.aviary.scan.lua.LuaToken;
import java.util.List;
import java.util.Set;

/**
 * Finds SQL that is put together from values that nobody escaped. A value is taken as safe only if it can be seen to be:
 * a literal, a number, escaped, or a name that is given only such values in the same script. The work for one script is
 * bounded; where the bound is reached, a value counts as unsafe.
 */
final class LuaQueries {
    private static final Set<String> QUERIES = Set.of("query", "storeQuery", "asyncQuery", "asyncStoreQuery");
    private static final Set<String> ESCAPES = Set.of("escapeString", "escapeBlob");
    private static final Set<String> NUMBERS = Set.of(
            "getId",
            "getGuid",
            "getAccountId",
            "getLevel",
            "getIp",
            "getBankBalance",
            "getMoney",
            "getStorageValue",
            "getItemCount",
            "getCount",
            "getNumber",
            "getDataInt",
            "getDataLong",
            "lastInsertId",
            "time",
            "floor",
            "ceil",
            "random",
            "abs",
            "max",
            "min",
            "len",
            "getPlayerGUID",
            "getPlayerGUIDByName",
            "getTownId",
            "getHouseId",
            "getU8",
            "getU16",
            "getU32",
            "getU64",
            "getByte");
    private static final Set<String> ARITHMETIC = Set.of("+", "*", "/", "%", "^");
    private static final Set<String> COMPARISON = Set.of("==", "~=", "<", ">", "<=", ">=", "not");
    private static final Set<String> WORDS = Set.of("param", "params", "words", "text", "message", "msg", "parameters");
    private static final int DEEPEST = 8;
    private static final int MOST_WORK = 1_000_000;

    private final LuaScript script;
    private final String path;
    private final Hits hits;
    private int work;

    LuaQueries(LuaScript script, String path, Hits hits) {
        this.script = script;
        this.path = path;
        this.hits = hits;
    }

    void check() {
        for (int i = 0; i + 3 < script.size(); i++) {
            if (script.is(i, "db")
                    && (script.is(i + 1, ".") || script.is(i + 1, ":"))
                    && QUERIES.contains(script.get(i + 2).text())
                    && script.is(i + 3, "(")
                    && script.isGlobal(i)) {
                List<Span> arguments = script.arguments(i + 3);
                if (!arguments.isEmpty() && isPutTogether(arguments.get(0), 0) && !isSafe(arguments.get(0), 0)) {
                    told(i, arguments.get(0));
                }
            }
        }
    }

    private void told(int at, Span query) {
        LuaToken token = script.get(at);
        boolean words = hasWords(query, 0);
        hits.add(
                words ? CanaryRule.SQL_INJECTION : CanaryRule.SQL_CONCATENATION,
                path,
                token.line(),
                token.column(),
                words
                        ? "What a player typed gets into a query unescaped."
                        : "A query is put together from a value that is not escaped.");
    }

    /** Whether a query is joined or formatted here, and not handed on as it came. */
    private boolean isPutTogether(Span span, int depth) {
        work++;
        for (int i = span.from(); i < span.to(); i++) {
            if (script.is(i, "..") || script.is(i, "format")) {
                return true;
            }
        }
        return span.to() - span.from() == 1
                && script.is(span.from(), LuaToken.Kind.NAME)
                && depth < DEEPEST
                && work < MOST_WORK
                && script.assigned(script.get(span.from()).text()).stream()
                        .anyMatch(value -> isPutTogether(value, depth + 1));
    }

    private boolean isSafe(Span given, int depth) {
        Span span = given;
        while (span.to() - span.from() > 1
                && script.is(span.from(), "(")
                && script.close(span.from()) == span.to() - 1) {
            span = new Span(span.from() + 1, span.to() - 1);
        }
        work += span.to() - span.from() + 1;
        if (depth > DEEPEST || work > MOST_WORK || span.to() <= span.from()) {
            return false;
        }
        List<Span> alternatives = script.split(span, "or");
        if (alternatives.size() > 1) {
            return allSafe(alternatives, depth);
        }
        List<Span> conditions = script.split(span, "and");
        if (conditions.size() > 1) {
            return isSafe(conditions.get(conditions.size() - 1), depth + 1);
        }
        if (hasAtTop(span, COMPARISON)) {
            return true;
        }
        List<Span> joined = script.split(span, "..");
        if (joined.size() > 1) {
            return allSafe(joined, depth);
        }
        return hasAtTop(span, ARITHMETIC) || isNegated(span) || isSafeOperand(span, depth);
    }

    private boolean allSafe(List<Span> parts, int depth) {
        return parts.stream().allMatch(part -> isSafe(part, depth + 1));
    }

    private boolean hasAtTop(Span span, Set<String> symbols) {
        for (int i = span.from(); i < span.to(); i++) {
            if (script.opens(i)) {
                i = Math.min(script.close(i), span.to());
            } else if (!script.is(i, LuaToken.Kind.TEXT)
                    && symbols.contains(script.get(i).text())) {
                return true;
            }
        }
        return false;
    }

    /** A length or a difference is a number. */
    private boolean isNegated(Span span) {
        for (int i = span.from(); i < span.to(); i++) {
            if (script.opens(i)) {
                i = Math.min(script.close(i), span.to());
            } else if (script.is(i, "-") || script.is(i, "#")) {
                return true;
            }
        }
        return false;
    }

    private boolean isSafeOperand(Span span, int depth) {
        LuaToken first = script.get(span.from());
        if (span.to() - span.from() == 1) {
            return first.is(LuaToken.Kind.NAME) ? isSafeName(first.text(), depth) : true;
        }
        int open = lastCall(span);
        if (open < 0) {
            return isConstantField(span);
        }
        LuaToken function = script.get(open - 1);
        if (function.is("format")) {
            return isSafeFormat(span, open, depth);
        }
        if (function.is("tostring")) {
            return allSafe(script.arguments(open), depth);
        }
        return function.is("tonumber") || ESCAPES.contains(function.text()) || NUMBERS.contains(function.text());
    }

    /** {@code Storage.Quest.Done} is a constant by its form; {@code position.x} is a number in every server. */
    private boolean isConstantField(Span span) {
        boolean constant = true;
        for (int i = span.from(); i < span.to(); i++) {
            boolean name = script.is(i, LuaToken.Kind.NAME);
            if (!name && !script.is(i, ".")) {
                return false;
            }
            constant &= !name || Character.isUpperCase(script.get(i).text().charAt(0));
        }
        return constant || script.get(span.to() - 1).text().matches("[xyz]");
    }

    /** Where the bracket of the call opens that gives the value of an operand, or -1 if its value is no call's. */
    private int lastCall(Span span) {
        for (int i = span.from(); i < span.to(); i++) {
            if (script.opens(i)) {
                int close = script.close(i);
                if (close == span.to() - 1) {
                    return script.is(i, "(") && script.is(i - 1, LuaToken.Kind.NAME) ? i : -1;
                }
                i = Math.min(close, span.to());
            }
        }
        return -1;
    }

    private boolean isSafeName(String name, int depth) {
        if (name.matches("[A-Z][A-Z0-9_]+|true|false|nil")) {
            return true;
        }
        List<Span> values = script.assigned(name);
        return !script.isGiven(name)
                && (script.isCounter(name) || !values.isEmpty())
                && values.stream().allMatch(value -> isSafe(value, depth + 1));
    }

    /** {@code %d} makes a number of anything; {@code %s} is as safe as what it shows. */
    private boolean isSafeFormat(Span span, int open, int depth) {
        List<Span> arguments = script.arguments(open);
        boolean method = script.is(open - 2, ":");
        int textAt = method
                ? literalBefore(span, open)
                : arguments.isEmpty() ? -1 : arguments.get(0).from();
        if (textAt < 0 || !script.is(textAt, LuaToken.Kind.TEXT)) {
            return false;
        }
        List<Span> values = method ? arguments : arguments.subList(1, arguments.size());
        String format = script.get(textAt).text();
        int next = 0;
        for (int i = 0; i + 1 < format.length(); i++) {
            if (format.charAt(i) == '%') {
                i++;
                while (i < format.length() - 1 && "-+ #0123456789.".indexOf(format.charAt(i)) >= 0) {
                    i++;
                }
                if (format.charAt(i) != '%') {
                    boolean number = "diouxXcfgGeE".indexOf(format.charAt(i)) >= 0;
                    if (!number && (next >= values.size() || !isSafe(values.get(next), depth + 1))) {
                        return false;
                    }
                    next++;
                }
            }
        }
        return true;
    }

    private int literalBefore(Span span, int open) {
        if (script.is(span.from(), LuaToken.Kind.TEXT)) {
            return span.from();
        }
        return script.is(span.from(), "(") && script.close(span.from()) < open ? span.from() + 1 : -1;
    }

    private boolean hasWords(Span span, int depth) {
        for (int i = span.from(); i < span.to(); i++) {
            work++;
            if (!script.is(i, LuaToken.Kind.NAME) || work > MOST_WORK) {
                continue;
            }
            if (isEscaping(i)) {
                i = Math.min(script.close(i + 1), span.to());
                continue;
            }
            String name = script.get(i).text();
            if (WORDS.contains(name) && script.isGiven(name)) {
                return true;
            }
            if (depth < DEEPEST
                    && script.isGlobal(i)
                    && script.assigned(name).stream().anyMatch(value -> hasWords(value, depth + 1))) {
                return true;
            }
        }
        return false;
    }

    private boolean isEscaping(int at) {
        return script.is(at + 1, "(")
                && (script.is(at, "tonumber") || ESCAPES.contains(script.get(at).text()));
    }
}
