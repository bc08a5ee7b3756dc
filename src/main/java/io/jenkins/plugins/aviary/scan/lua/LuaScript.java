package io.jenkins.plugins.aviary.scan.lua;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of a script with as much of its structure as rules need: where brackets close, where expressions end, and
 * what is assigned to which name. A position is an index into the words. Immutable once made.
 */
public final class LuaScript {
    private static final Set<String> BINARY =
            Set.of("+", "-", "*", "/", "%", "^", "..", "==", "~=", "<", ">", "<=", ">=", "and", "or");
    private static final Set<String> UNARY = Set.of("-", "#", "not");

    private final List<LuaToken> tokens;
    private final int[] closing;
    private final Map<String, List<Span>> assigned = new HashMap<>();
    private final Set<String> given = new HashSet<>();
    private final Set<String> counters = new HashSet<>();
    private final Set<String> functions = new HashSet<>();

    /**
     * A piece of the script.
     *
     * @param from its first position
     * @param to the position after its last
     */
    public record Span(int from, int to) {}

    /**
     * Reads a script.
     *
     * @throws LuaSyntaxFailure if LuaJIT would refuse its words
     */
    public LuaScript(String source) throws LuaSyntaxFailure {
        tokens = LuaWords.of(source);
        closing = closing(tokens);
        findAssignments();
    }

    private static int[] closing(List<LuaToken> tokens) {
        int[] closing = new int[tokens.size()];
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < closing.length; i++) {
            closing[i] = closing.length;
            LuaToken token = tokens.get(i);
            if (token.is("(") || token.is("{") || token.is("[")) {
                open.add(i);
            } else if ((token.is(")") || token.is("}") || token.is("]")) && !open.isEmpty()) {
                closing[open.remove(open.size() - 1)] = i;
            }
        }
        return closing;
    }

    /** All words. */
    public List<LuaToken> tokens() {
        return tokens;
    }

    /** How many words there are. */
    public int size() {
        return tokens.size();
    }

    /** Whether the word at a position is this name, keyword or symbol; false outside the script. */
    public boolean is(int position, String text) {
        return position >= 0 && position < tokens.size() && tokens.get(position).is(text);
    }

    /** Whether the word at a position is of this kind; false outside the script. */
    public boolean is(int position, LuaToken.Kind kind) {
        return position >= 0 && position < tokens.size() && tokens.get(position).is(kind);
    }

    /** The word at a position. */
    public LuaToken get(int position) {
        return tokens.get(position);
    }

    /** Where the bracket that opens at a position closes; the size of the script if it does not. */
    public int close(int open) {
        return closing[open];
    }

    /** Whether a name here is global: neither a field nor a method nor the name of a function that is defined here. */
    public boolean isGlobal(int position) {
        return !is(position - 1, ".") && !is(position - 1, ":") && !is(position - 1, "function");
    }

    /** What is assigned to a plain name anywhere in the script. */
    public List<Span> assigned(String name) {
        return assigned.getOrDefault(name, List.of());
    }

    /** Whether a name is given from outside somewhere in the script: a function's parameter or a generic loop's variable. */
    public boolean isGiven(String name) {
        return given.contains(name);
    }

    /** Whether a name is the variable of a loop over numbers somewhere in the script. */
    public boolean isCounter(String name) {
        return counters.contains(name);
    }

    /** Whether the script defines a plain function of that name. */
    public boolean isFunction(String name) {
        return functions.contains(name);
    }

    /** The arguments of a call whose bracket opens here. */
    public List<Span> arguments(int open) {
        return split(new Span(open + 1, Math.min(close(open), tokens.size())), ",");
    }

    /** Splits a piece at a symbol that stands in no bracket of its own. */
    public List<Span> split(Span span, String symbol) {
        List<Span> parts = new ArrayList<>();
        int from = span.from();
        for (int i = span.from(); i < span.to(); i++) {
            if (tokens.get(i).is(symbol)) {
                parts.add(new Span(from, i));
                from = i + 1;
            } else if (opens(i)) {
                i = Math.min(close(i), span.to());
            }
        }
        if (from < span.to() || !parts.isEmpty()) {
            parts.add(new Span(from, span.to()));
        }
        return parts;
    }

    /** Whether a bracket opens at a position. */
    public boolean opens(int position) {
        return is(position, "(") || is(position, "{") || is(position, "[");
    }

    /** The position after the expression that begins at a position. */
    public int afterExpression(int from) {
        int at = from;
        while (at < tokens.size()) {
            while (at < tokens.size() && UNARY.contains(tokens.get(at).text()) && !is(at, LuaToken.Kind.TEXT)) {
                at++;
            }
            at = afterOperand(at);
            if (at >= tokens.size()
                    || is(at, LuaToken.Kind.TEXT)
                    || !BINARY.contains(tokens.get(at).text())) {
                return at;
            }
            at++;
        }
        return at;
    }

    private int afterOperand(int from) {
        if (from >= tokens.size()) {
            return from;
        }
        if (is(from, "function")) {
            return from + 1;
        }
        int at = opens(from) ? Math.min(close(from) + 1, tokens.size()) : from + 1;
        boolean callable = is(from, LuaToken.Kind.NAME) || is(from, "(");
        while (callable && at < tokens.size()) {
            if ((is(at, ".") || is(at, ":")) && is(at + 1, LuaToken.Kind.NAME)) {
                at += 2;
            } else if (opens(at)) {
                at = Math.min(close(at) + 1, tokens.size());
            } else if (is(at, LuaToken.Kind.TEXT)) {
                at++;
            } else {
                return at;
            }
        }
        return at;
    }

    private void findAssignments() {
        for (int i = 0; i < tokens.size(); i++) {
            if (is(i, "function")) {
                parameters(i);
            } else if (is(i, "for")) {
                loop(i);
            } else if (is(i, LuaToken.Kind.NAME) && is(i + 1, "=") && isGlobal(i) && !inTableOrList(i)) {
                assign(tokens.get(i).text(), i + 2);
            }
        }
    }

    /** In {@code a, b = f()} nobody can tell here what b gets: it counts as given from outside. */
    private boolean inTableOrList(int position) {
        if (is(position - 1, "{")) {
            return true;
        }
        if (is(position - 1, ",")) {
            given.add(tokens.get(position).text());
            return true;
        }
        return false;
    }

    private void assign(String name, int from) {
        assigned.computeIfAbsent(name, key -> new ArrayList<>()).add(new Span(from, afterExpression(from)));
    }

    private void parameters(int function) {
        int at = function + 1;
        if (is(at, LuaToken.Kind.NAME) && is(at + 1, "(")) {
            functions.add(tokens.get(at).text());
        }
        while (at < tokens.size() && !is(at, "(") && at < function + 12) {
            at++;
        }
        if (is(at, "(")) {
            for (int i = at + 1; i < Math.min(close(at), tokens.size()); i++) {
                if (is(i, LuaToken.Kind.NAME)) {
                    given.add(tokens.get(i).text());
                }
            }
        }
    }

    /** The variable of {@code for i = a, b} is a number; those of {@code for k, v in} can be anything. */
    private void loop(int position) {
        if (is(position + 2, "=")) {
            counters.add(tokens.get(position + 1).text());
        } else {
            for (int i = position + 1; i < tokens.size() && !is(i, "in") && i < position + 12; i++) {
                if (is(i, LuaToken.Kind.NAME)) {
                    given.add(tokens.get(i).text());
                }
            }
        }
    }
}
