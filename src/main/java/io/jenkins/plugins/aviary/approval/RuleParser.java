package io.jenkins.plugins.aviary.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads approval rules. {@code and} binds more strongly than {@code or}; a principal alone stands for one of it.
 *
 * <pre>
 * rule   := both ("or" both)*
 * both   := one ("and" one)*
 * one    := "(" rule ")" | COUNT "of" who | PRINCIPAL
 * who    := PRINCIPAL | "(" PRINCIPAL ("," PRINCIPAL)* ")"
 * </pre>
 */
final class RuleParser {
    private static final Pattern TOKEN = Pattern.compile("\\s*([(),]|[^\\s(),]+)");
    private static final int LONGEST = 2000;
    private static final int DEEPEST = 20;

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int at;
    private int depth;

    RuleParser(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("An approval rule has at most " + LONGEST + " characters");
        }
        this.text = text;
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            tokens.add(token.group(1));
        }
    }

    ApprovalRule parse() {
        ApprovalRule rule = any();
        if (at < tokens.size()) {
            throw wrong("'and', 'or' or the end");
        }
        return rule;
    }

    private ApprovalRule any() {
        List<ApprovalRule> rules = new ArrayList<>(List.of(all()));
        while (take("or")) {
            rules.add(all());
        }
        return rules.size() == 1 ? rules.get(0) : new ApprovalRule.AnyOf(rules);
    }

    private ApprovalRule all() {
        List<ApprovalRule> rules = new ArrayList<>(List.of(one()));
        while (take("and")) {
            rules.add(one());
        }
        return rules.size() == 1 ? rules.get(0) : new ApprovalRule.AllOf(rules);
    }

    private ApprovalRule one() {
        if (take("(")) {
            if (++depth > DEEPEST) {
                throw new IllegalArgumentException("An approval rule is nested at most " + DEEPEST + " deep");
            }
            ApprovalRule rule = any();
            require(")");
            depth--;
            return rule;
        }
        String token = next();
        if (!token.matches("\\d{1,3}")) {
            at--;
            return new ApprovalRule.Quorum(1, List.of(principal()));
        }
        require("of");
        return new ApprovalRule.Quorum(Integer.parseInt(token), who());
    }

    private List<Principal> who() {
        if (!take("(")) {
            return List.of(principal());
        }
        List<Principal> all = new ArrayList<>(List.of(principal()));
        while (take(",")) {
            all.add(principal());
        }
        require(")");
        return all;
    }

    private Principal principal() {
        return Principal.parse(next());
    }

    private String next() {
        if (at == tokens.size()) {
            throw wrong("a number or a principal such as group:ops");
        }
        return tokens.get(at++);
    }

    private boolean take(String wanted) {
        boolean there = at < tokens.size() && tokens.get(at).equalsIgnoreCase(wanted);
        at += there ? 1 : 0;
        return there;
    }

    private void require(String wanted) {
        if (!take(wanted)) {
            throw wrong("'" + wanted + "'");
        }
    }

    private IllegalArgumentException wrong(String wanted) {
        String found = at < tokens.size() ? "'" + tokens.get(at) + "'" : "its end";
        return new IllegalArgumentException(
                "The approval rule '" + text + "' has " + found + " where it should have " + wanted);
    }
}
