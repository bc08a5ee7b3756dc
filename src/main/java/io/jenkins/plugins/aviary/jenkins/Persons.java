package io.jenkins.plugins.aviary.jenkins;

import hudson.model.User;
import hudson.security.AccessControlled;
import io.jenkins.plugins.aviary.approval.Person;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

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
        Set<String> groups = authentication.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());
        return new Person(authentication.getName(), "jenkins", aliases, groups, roles(place));
    }

    /** A person of whom only the id is known. */
    public static Person named(String id) {
        return new Person(id, "jenkins", Set.of(), Set.of(), Set.of());
    }

    private static Set<String> roles(AccessControlled place) {
        Set<String> roles = new HashSet<>();
        if (place.hasPermission(AviaryPermissions.ADMINISTER)) {
            roles.add("administrator");
        }
        if (place.hasPermission(AviaryPermissions.DEPLOY)) {
            roles.add("deployer");
        }
        if (place.hasPermission(AviaryPermissions.APPROVE)) {
            roles.add("approver");
        }
        if (place.hasPermission(AviaryPermissions.BREAK_GLASS)) {
            roles.add("on-call");
        }
        return roles;
    }
}
