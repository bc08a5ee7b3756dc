package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.artifact.script.LuaTokens;
import io.jenkins.plugins.aviary.artifact.script.LuaTokens.Kind;
import io.jenkins.plugins.aviary.artifact.script.LuaTokens.Token;
import io.jenkins.plugins.aviary.operation.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A server's {@code config.lua}: {@code key = value} statements of Lua. Reads values and replaces them; every other byte
 * stays as it is. A key that is missing or set twice cannot be replaced: nobody could tell what the server would make of
 * it. The text is never run. Immutable.
 */
public final class ConfigLua {
    /** Keys that Canary reads at its start alone (src/config/configmanager.cpp, inside {@code if (!loaded)}). */
    private static final Set<String> STARTUP_ONLY = Set.of(
            "allowOldProtocol",
            "authType",
            "bindOnlyGlobalAddress",
            "depotBoxes",
            "disableLegacyRaids",
            "freeDepotLimit",
            "gameProtocolPort",
            "housePriceRentMultiplier",
            "houseRentPeriod",
            "houseRentRate",
            "ip",
            "legacy1100GameProtocolPort",
            "legacy860GameProtocolPort",
            "loginProtocolPort",
            "maintainModeMessage",
            "mapAuthor",
            "mapDownloadUrl",
            "mapName",
            "marketOfferDuration",
            "marketRefreshPricesInterval",
            "metricsEnableOstream",
            "metricsEnablePrometheus",
            "metricsOstreamInterval",
            "metricsPrometheusAddress",
            "mysqlDatabase",
            "mysqlDatabaseBackup",
            "mysqlHost",
            "mysqlPass",
            "mysqlPort",
            "mysqlSock",
            "mysqlUser",
            "logLevel",
            "premiumDepotLimit",
            "randomMonsterSpawn",
            "resetSessionsOnStartup",
            "startupDatabaseOptimization",
            "statusProtocolPort",
            "toggleMaintainMode",
            "toggleMapCustom",
            "worldType");

    private static final Set<String> OPENING = Set.of("function", "if", "do", "repeat");
    private static final Set<String> CLOSING = Set.of("end", "until");
    private static final Set<String> BINARY =
            Set.of("+", "-", "*", "/", "%", "^", "..", "==", "~=", "<", ">", "<=", ">=", "and", "or");
    private static final Set<String> UNARY = Set.of("-", "not", "#");

    private final String text;
    private final List<Token> tokens;
    private final Map<String, List<Assignment>> assignments;

    /**
     * What a key is set to.
     *
     * @param kind what it is
     * @param text the text of a string, the digits of a number, {@code true} or {@code false}, the name of the variable
     *     of {@code os.getenv}, or the source of any other expression
     */
    public record Value(Kind kind, String text) {
        /** What a value can be. */
        public enum Kind {
            /** A text. */
            STRING,
            /** A number. */
            NUMBER,
            /** True or false. */
            BOOLEAN,
            /** A variable of the server's environment, alone or with something for when it is not set. */
            ENVIRONMENT,
            /** Anything else that Lua works out. */
            EXPRESSION
        }
    }

    /** One statement that sets a key: its value lies at {@code text[from, to)}. */
    private record Assignment(int line, int from, int to, Value value, boolean nested) {}

    private ConfigLua(String text) {
        this.text = text;
        this.tokens = LuaTokens.of(text);
        this.assignments = new LinkedHashMap<>();
        readAssignments();
    }

    /** Reads a configuration. */
    public static ConfigLua parse(String text) {
        return new ConfigLua(text);
    }

    /** The whole text. */
    public String text() {
        return text;
    }

    /** The keys that are set, in the order of the text. */
    public List<String> keys() {
        return List.copyOf(assignments.keySet());
    }

    /** What a key is set to; the last value if there are several, as for the server. */
    public Optional<Value> value(String key) {
        List<Assignment> all = assignments.getOrDefault(key, List.of());
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1).value());
    }

    /**
     * The same with other values. A text that is {@code true}, {@code false} or a number replaces a value of that kind as
     * it is, {@code os.getenv("NAME")} replaces any; everything else becomes a string.
     *
     * @throws ServerFailure if a key is missing or set more than once, naming lines and the nearest key
     */
    public ConfigLua with(Map<String, String> values) {
        TreeMap<Integer, Map.Entry<Assignment, String>> places = new TreeMap<>();
        values.forEach((key, value) -> {
            Assignment place = single(key);
            places.put(place.from(), Map.entry(place, literal(place.value(), value)));
        });
        StringBuilder edited = new StringBuilder();
        int from = 0;
        for (Map.Entry<Assignment, String> place : places.values()) {
            edited.append(text, from, place.getKey().from()).append(place.getValue());
            from = place.getKey().to();
        }
        return new ConfigLua(edited.append(text, from, text.length()).toString());
    }

    /** The keys whose values differ between two configurations, also those that only one of them has. */
    public Set<String> changedKeys(ConfigLua other) {
        Map<String, Boolean> changed = new TreeMap<>();
        for (ConfigLua one : List.of(this, other)) {
            one.keys().stream()
                    .filter(key -> !value(key).equals(other.value(key)))
                    .forEach(key -> changed.put(key, true));
        }
        return changed.keySet();
    }

    /** Whether a key takes effect only when the server starts, so that a reload does not change it. */
    public static boolean isStartupOnly(String key) {
        return STARTUP_ONLY.contains(key);
    }

    private Assignment single(String key) {
        List<Assignment> all = assignments.getOrDefault(key, List.of());
        if (all.isEmpty()) {
            throw new ServerFailure("config.lua does not set '" + key + "'"
                    + NearestName.suggestion(key, assignments.keySet()) + "; only keys it has can be changed");
        }
        if (all.size() > 1 || all.get(0).nested()) {
            throw new ServerFailure("config.lua sets '" + key + "' in more than one way (lines "
                    + all.stream().map(one -> String.valueOf(one.line())).toList()
                    + "), so that nobody can tell which counts; set it once, outside of any block");
        }
        return all.get(0);
    }

    private static String literal(Value old, String wanted) {
        boolean bool = wanted.equals("true") || wanted.equals("false");
        boolean number = wanted.matches("-?[0-9]+(?:\\.[0-9]+)?");
        boolean plain = switch (old.kind()) {
            case BOOLEAN -> bool;
            case NUMBER -> number;
            case STRING -> false;
            case ENVIRONMENT, EXPRESSION -> bool || number;
        };
        if (plain || wanted.matches("os\\.getenv\\(\"[A-Za-z_][A-Za-z0-9_]*\"\\)")) {
            return wanted;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : wanted.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 127) {
                quoted.append(String.format(java.util.Locale.ROOT, "\\%03d", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private void readAssignments() {
        int depth = 0;
        int index = 0;
        while (index < tokens.size()) {
            Token token = tokens.get(index);
            if (token.kind() == Kind.KEYWORD && OPENING.contains(token.text())) {
                depth++;
            } else if (token.kind() == Kind.KEYWORD && CLOSING.contains(token.text())) {
                depth--;
            } else if (isAssignment(index)) {
                int end = new Expression(index + 2).end();
                boolean local = index > 0 && tokens.get(index - 1).is("local");
                if (end > index + 2 && !local) {
                    add(token, index + 2, end, depth > 0);
                }
                index = Math.max(index + 1, end - 1);
            }
            index++;
        }
    }

    private boolean isAssignment(int index) {
        return index + 2 < tokens.size()
                && tokens.get(index).kind() == Kind.NAME
                && tokens.get(index + 1).is("=")
                && (index == 0
                        || !tokens.get(index - 1).is(".")
                                && !tokens.get(index - 1).is(":")
                                && !tokens.get(index - 1).is(","));
    }

    private void add(Token key, int first, int end, boolean nested) {
        int from = tokens.get(first).from();
        int to = tokens.get(end - 1).to();
        int line = 1
                + (int) text.substring(0, key.from())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        assignments
                .computeIfAbsent(key.text(), unknown -> new ArrayList<>())
                .add(new Assignment(line, from, to, value(first, end), nested));
    }

    private Value value(int first, int end) {
        Token token = tokens.get(first);
        int length = end - first;
        Function<Integer, String> at = offset -> tokens.get(first + offset).text();
        if (length == 1 && token.kind() == Kind.STRING) {
            return new Value(Value.Kind.STRING, unquoted(token.text()));
        }
        if (length == 1 && token.kind() == Kind.NUMBER) {
            return new Value(Value.Kind.NUMBER, token.text());
        }
        if (length == 2 && token.is("-") && tokens.get(first + 1).kind() == Kind.NUMBER) {
            return new Value(Value.Kind.NUMBER, "-" + at.apply(1));
        }
        if (length == 1 && (token.is("true") || token.is("false"))) {
            return new Value(Value.Kind.BOOLEAN, token.text());
        }
        if (length >= 6
                && token.is("os")
                && at.apply(2).equals("getenv")
                && tokens.get(first + 4).kind() == Kind.STRING
                && (length == 6 || tokens.get(first + 6).is("or"))) {
            return new Value(Value.Kind.ENVIRONMENT, unquoted(at.apply(4)));
        }
        return new Value(
                Value.Kind.EXPRESSION,
                text.substring(token.from(), tokens.get(end - 1).to()));
    }

    private static String unquoted(String token) {
        if (token.startsWith("[")) {
            int open = token.indexOf('[', 1) + 1;
            String inner = token.substring(open, Math.max(open, token.length() - open));
            return inner.startsWith("\n") ? inner.substring(1) : inner;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 1; i < token.length() - 1; i++) {
            char c = token.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char escaped = token.charAt(++i);
            int digits = i;
            while (digits < Math.min(i + 3, token.length() - 1) && Character.isDigit(token.charAt(digits))) {
                digits++;
            }
            if (digits > i) {
                plain.append((char) Integer.parseInt(token.substring(i, digits)));
                i = digits - 1;
            } else {
                plain.append(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped == 'r' ? '\r' : escaped);
            }
        }
        return plain.toString();
    }

    /** Finds where an expression ends: Lua has nothing between two statements that would say so. */
    private final class Expression {
        private int at;

        Expression(int at) {
            this.at = at;
        }

        /** The index behind the expression's last token. */
        int end() {
            operand();
            while (at < tokens.size()
                    && BINARY.contains(tokens.get(at).text())
                    && tokens.get(at).kind() != Kind.STRING) {
                at++;
                operand();
            }
            return at;
        }

        private void operand() {
            while (at < tokens.size()
                    && UNARY.contains(tokens.get(at).text())
                    && tokens.get(at).kind() != Kind.STRING) {
                at++;
            }
            if (at >= tokens.size()) {
                return;
            }
            Token token = tokens.get(at);
            if (token.is("function")) {
                block();
            } else if (token.is("{") || token.is("(")) {
                bracket();
            } else {
                at++;
            }
            while (at < tokens.size() && suffix()) {
                // Each suffix is one more step of a path, an index or a call.
                continue;
            }
        }

        private boolean suffix() {
            Token token = tokens.get(at);
            if (token.is(".") || token.is(":")) {
                at += 2;
                return true;
            }
            if (token.is("(") || token.is("[")) {
                bracket();
                return true;
            }
            return false;
        }

        private void bracket() {
            int depth = 0;
            do {
                Token token = tokens.get(at++);
                if (token.is("(") || token.is("[") || token.is("{")) {
                    depth++;
                } else if (token.is(")") || token.is("]") || token.is("}")) {
                    depth--;
                }
            } while (depth > 0 && at < tokens.size());
        }

        private void block() {
            int depth = 0;
            do {
                Token token = tokens.get(at++);
                if (token.kind() == Kind.KEYWORD) {
                    depth += OPENING.contains(token.text()) ? 1 : CLOSING.contains(token.text()) ? -1 : 0;
                }
            } while (depth > 0 && at < tokens.size());
        }
    }
}
