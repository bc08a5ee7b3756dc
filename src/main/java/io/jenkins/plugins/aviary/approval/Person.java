package io.jenkins.plugins.aviary.approval;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Somebody who was authenticated.
 *
 * @param id the name that is theirs alone
 * @param authentication how it is known that it is they
 * @param aliases their other names: e-mail addresses, names in commits
 * @param groups the groups they are in
 * @param roles the roles they have
 * @param anyCase whether the place that knows them has one person for ids that differ in upper and lower case only
 */
public record Person(
        String id, String authentication, Set<String> aliases, Set<String> groups, Set<String> roles, boolean anyCase) {
    /** Copies the sets. */
    public Person {
        aliases = Set.copyOf(aliases);
        groups = Set.copyOf(groups);
        roles = Set.copyOf(roles);
    }

    /** A person whose id is told apart by upper and lower case. */
    public Person(String id, String authentication, Set<String> aliases, Set<String> groups, Set<String> roles) {
        this(id, authentication, aliases, groups, roles, false);
    }

    /** Whether that is this person's id. */
    public boolean is(String name) {
        return anyCase ? id.equalsIgnoreCase(name) : id.equals(name);
    }

    /** The same person with more names. */
    Person alsoCalled(Collection<String> names) {
        Set<String> all = new HashSet<>(aliases);
        all.addAll(names);
        return new Person(id, authentication, all, groups, roles, anyCase);
    }

    /** Whether one of these names is theirs. Names in commits are compared without regard to upper and lower case. */
    public boolean isNamedIn(Collection<String> names) {
        Set<String> wanted = names.stream().map(Person::folded).collect(Collectors.toSet());
        return wanted.contains(folded(id))
                || aliases.stream().map(Person::folded).anyMatch(wanted::contains);
    }

    private static String folded(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
