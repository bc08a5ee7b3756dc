package io.jenkins.plugins.aviary.approval;

import java.util.Collection;
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
 */
public record Person(String id, String authentication, Set<String> aliases, Set<String> groups, Set<String> roles) {
    /** Copies the sets. */
    public Person {
        aliases = Set.copyOf(aliases);
        groups = Set.copyOf(groups);
        roles = Set.copyOf(roles);
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
