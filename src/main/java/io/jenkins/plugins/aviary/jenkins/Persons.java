package io.jenkins.plugins.aviary.jenkins;

import hudson.model.User;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.aviary.approval.Person;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Persons as Jenkins knows them: their id, the groups that its security realm says they are in, and roles after what they
 * may do where the gate is: {@code administrator}, {@code deployer}, {@code approver} and {@code on-call} (BreakGlass).
 */
public final class Persons {
    private Persons() {}

    /** Who asks now; the place is where their roles are looked at. */
    public static Person current(AccessControlled place) {
        User user = User.current();
        Authentication authentication = Jenkins.getAuthentication2();
        Set<String> aliases = user == null ? Set.of() : Set.of(user.getFullName());
        Set<String> groups = groups(authentication);
        return new Person(authentication.getName(), "jenkins", aliases, groups, roles(place::hasPermission));
    }

    /** A person of whom only the id is known. */
    public static Person named(String id) {
        return new Person(id, "jenkins", Set.of(), Set.of(), Set.of());
    }

    /** Somebody else, as they would be if they came; nothing if Jenkins knows nobody of that name. */
    public static Optional<Person> known(String id, AccessControlled place) {
        User user = User.getById(id, false);
        if (user == null) {
            return Optional.empty();
        }
        try {
            Authentication authentication = user.impersonate2();
            return Optional.of(new Person(
                    user.getId(),
                    "jenkins",
                    Set.of(user.getFullName()),
                    groups(authentication),
                    roles(permission -> place.getACL().hasPermission2(authentication, permission))));
        } catch (UsernameNotFoundException e) {
            return Optional.empty();
        }
    }

    private static Set<String> groups(Authentication authentication) {
        return authentication.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());
    }

    private static Set<String> roles(Predicate<Permission> has) {
        Set<String> roles = new HashSet<>();
        if (has.test(AviaryPermissions.ADMINISTER)) {
            roles.add("administrator");
        }
        if (has.test(AviaryPermissions.DEPLOY)) {
            roles.add("deployer");
        }
        if (has.test(AviaryPermissions.APPROVE)) {
            roles.add("approver");
        }
        if (has.test(AviaryPermissions.BREAK_GLASS)) {
            roles.add("on-call");
        }
        return roles;
    }
}
