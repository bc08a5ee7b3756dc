package io.jenkins.plugins.aviary.approval;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who must agree, such as {@code 2 of (group:ops, user:anna) and 1 of role:owner}. Everybody counts once: of two
 * quorums that are combined with {@code and}, nobody fills places in both, however many groups they are in.
 */
public sealed interface ApprovalRule {
    /** How many ways to satisfy a rule there may be, at most: {@code and} over {@code or} multiplies them. */
    int MOST_ALTERNATIVES = 256;

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException with one line that tells what is wrong and where
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ApprovalRule parse(String text) {
        return new RuleParser(text).parse();
    }

    /** The ways to satisfy it: each a list of quorums that must all be filled, by different persons. */
    List<List<Quorum>> alternatives();

    /** The rule in its text form. */
    @JsonValue
    String text();

    /** Everybody who is named in it. */
    default Set<Principal> principals() {
        return alternatives().stream()
                .flatMap(List::stream)
                .flatMap(quorum -> quorum.of().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Whether these persons satisfy it.
     *
     * @param persons for each person, the principals that they count as
     */
    default boolean satisfiedBy(Collection<Set<Principal>> persons) {
        return missing(persons).isEmpty();
    }

    /**
     * What is missing still, in the way to satisfy the rule that lacks the fewest votes; empty if nothing is.
     *
     * @param persons for each person, the principals that they count as
     */
    default List<Quorum> missing(Collection<Set<Principal>> persons) {
        List<Quorum> fewest = List.of();
        int least = Integer.MAX_VALUE;
        for (List<Quorum> alternative : alternatives()) {
            List<Quorum> open = QuorumMatching.open(alternative, List.copyOf(persons));
            int lacking = open.stream().mapToInt(Quorum::count).sum();
            if (lacking < least) {
                least = lacking;
                fewest = open;
            }
        }
        return fewest;
    }

    /** The rules that must all be satisfied, each by other persons; the rule itself if it is no combination with and. */
    default List<ApprovalRule> conjuncts() {
        return List.of(this);
    }

    /**
     * Whether whoever satisfies this rule satisfies the other one as well. It is a sufficient test and no necessary one:
     * every part of the other that is combined with {@code and} must be a part here, or be a quorum of which a part here
     * wants at least as many of the same principals or fewer.
     */
    default boolean isAtLeast(ApprovalRule other) {
        List<ApprovalRule> left = new ArrayList<>(conjuncts());
        List<ApprovalRule> open = new ArrayList<>();
        for (ApprovalRule wanted : other.conjuncts()) {
            if (!removeFirst(left, part -> part.normal().equals(wanted.normal()))) {
                open.add(wanted);
            }
        }
        return open.stream()
                .allMatch(wanted -> removeFirst(
                        left,
                        part -> part instanceof Quorum strict
                                && wanted instanceof Quorum quorum
                                && strict.count() >= quorum.count()
                                && quorum.of().containsAll(strict.of())));
    }

    private static boolean removeFirst(List<ApprovalRule> rules, Predicate<ApprovalRule> which) {
        Optional<ApprovalRule> found = rules.stream().filter(which).findFirst();
        found.ifPresent(rules::remove);
        return found.isPresent();
    }

    /** The same for rules that differ in order or parentheses only. */
    private String normal() {
        return alternatives().stream()
                .map(alternative -> alternative.stream()
                        .map(quorum -> quorum.count()
                                + quorum.of().stream()
                                        .map(Principal::toString)
                                        .sorted()
                                        .toList()
                                        .toString())
                        .sorted()
                        .collect(Collectors.joining("&")))
                .sorted()
                .distinct()
                .collect(Collectors.joining("|"));
    }

    /**
     * So many of these.
     *
     * @param count how many different persons, at least 1
     * @param of who they may be
     */
    record Quorum(int count, List<Principal> of) implements ApprovalRule {
        private static final int MOST = 50;

        /** Copies the principals and refuses a quorum that nobody can fill. */
        public Quorum {
            of = List.copyOf(of);
            if (count < 1 || count > MOST || of.isEmpty()) {
                throw new IllegalArgumentException(
                        "A quorum is 1 to " + MOST + " of at least one principal, not " + count + " of " + of.size());
            }
            boolean onlyUsers = of.stream().allMatch(one -> one.kind() == Principal.Kind.USER);
            if (onlyUsers && Set.copyOf(of).size() < count) {
                throw new IllegalArgumentException("The rule wants " + count + " persons of whom it names "
                        + Set.copyOf(of).size() + "; name more, in parentheses: " + count + " of ("
                        + of.get(0) + ", user:NAME)");
            }
        }

        @Override
        public List<List<Quorum>> alternatives() {
            return List.of(List.of(this));
        }

        @Override
        public String text() {
            String names = of.stream().map(Principal::toString).collect(Collectors.joining(", "));
            return count + " of " + (of.size() == 1 ? names : "(" + names + ")");
        }
    }

    /**
     * All of these, each by other persons.
     *
     * @param rules the rules
     */
    record AllOf(List<ApprovalRule> rules) implements ApprovalRule {
        /** Copies the rules. */
        public AllOf {
            rules = List.copyOf(rules);
            requireFew(alternatives(rules));
        }

        @Override
        public List<ApprovalRule> conjuncts() {
            return rules.stream().flatMap(rule -> rule.conjuncts().stream()).toList();
        }

        private static long alternatives(List<ApprovalRule> rules) {
            return rules.stream()
                    .mapToLong(rule -> rule.alternatives().size())
                    .reduce(1, (a, b) -> Math.min(a * b, 1L << 20));
        }

        @Override
        public List<List<Quorum>> alternatives() {
            List<List<Quorum>> product = List.of(List.of());
            for (ApprovalRule rule : rules) {
                List<List<Quorum>> next = new ArrayList<>();
                for (List<Quorum> left : product) {
                    for (List<Quorum> right : rule.alternatives()) {
                        List<Quorum> both = new ArrayList<>(left);
                        both.addAll(right);
                        next.add(both);
                    }
                }
                product = next;
            }
            return product;
        }

        @Override
        public String text() {
            return rules.stream()
                    .map(rule -> rule instanceof AnyOf ? "(" + rule.text() + ")" : rule.text())
                    .collect(Collectors.joining(" and "));
        }
    }

    /**
     * One of these.
     *
     * @param rules the rules
     */
    record AnyOf(List<ApprovalRule> rules) implements ApprovalRule {
        /** Copies the rules. */
        public AnyOf {
            rules = List.copyOf(rules);
            requireFew(
                    rules.stream().mapToLong(rule -> rule.alternatives().size()).sum());
        }

        @Override
        public List<List<Quorum>> alternatives() {
            return rules.stream().flatMap(rule -> rule.alternatives().stream()).toList();
        }

        @Override
        public String text() {
            return rules.stream().map(ApprovalRule::text).collect(Collectors.joining(" or "));
        }
    }

    private static void requireFew(long alternatives) {
        if (alternatives > MOST_ALTERNATIVES) {
            throw new IllegalArgumentException(
                    "The rule can be satisfied in more than " + MOST_ALTERNATIVES + " ways; make it simpler");
        }
    }
}
