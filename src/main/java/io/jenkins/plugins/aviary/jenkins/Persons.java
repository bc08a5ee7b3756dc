package io.jenkins.plugins.aviary.jenkins;

import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.User;
import hudson.model.UserProperty;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.aviary.approval.ApprovalRequest;
import io.jenkins.plugins.aviary.approval.Person;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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
    /** Where the plugin Mailer keeps a user's address; it is asked by name, so that Aviary does not need it. */
    private static final String MAILER = "hudson.tasks.Mailer$UserProperty";

    private static final int DEEPEST_CAUSE = 20;
    private static final int MOST_CAUSES = 200;

    private Persons() {}

    /** Who asks now; the place is where their roles are looked at. */
    public static Person current(AccessControlled place) {
        User user = User.current();
        Authentication authentication = Jenkins.getAuthentication2();
        return new Person(
                user == null ? authentication.getName() : user.getId(),
                "jenkins",
                user == null ? Set.of() : aliases(user),
                groups(authentication),
                roles(place::hasPermission),
                anyCase());
    }

    /** Whether that is the id of who asks now. */
    public static boolean isCurrent(String id) {
        User user = User.current();
        return user != null
                && (anyCase() ? user.getId().equalsIgnoreCase(id) : user.getId().equals(id));
    }

    /** The job of the run that waits at a gate, where roles are looked at; all of Jenkins if it is gone. */
    public static AccessControlled place(ApprovalRequest request) {
        String run = request.run();
        int hash = run.lastIndexOf('#');
        Item job = hash < 0 ? null : Jenkins.get().getItemByFullName(run.substring(0, hash));
        return job == null ? Jenkins.get() : job;
    }

    /**
     * The id of the person at the root of what made a run start: whoever started it, or the run that started it, and so
     * on. Jenkins keeps the causes of causes with the run, also when those other runs are gone.
     */
    public static Optional<String> starter(List<Cause> causes) {
        List<Cause> level = causes;
        for (int depth = 0; depth < DEEPEST_CAUSE && !level.isEmpty(); depth++) {
            for (Cause cause : level) {
                if (cause instanceof Cause.UserIdCause started && started.getUserId() != null) {
                    return Optional.of(started.getUserId());
                }
            }
            level = level.stream()
                    .filter(Cause.UpstreamCause.class::isInstance)
                    .flatMap(cause -> ((Cause.UpstreamCause) cause).getUpstreamCauses().stream())
                    .limit(MOST_CAUSES)
                    .toList();
        }
        return Optional.empty();
    }

    /** Whether the security realm has one user for names that differ in upper and lower case only. */
    private static boolean anyCase() {
        return User.idStrategy().equals("a", "A");
    }

    /** Their full name and e-mail address: commits are by those. */
    private static Set<String> aliases(User user) {
        Set<String> aliases = new HashSet<>(Set.of(user.getFullName()));
        address(user).ifPresent(aliases::add);
        return aliases;
    }

    /** The e-mail address that Jenkins has of a user. */
    public static Optional<String> address(User user) {
        return user.getAllProperties().stream()
                .filter(property -> property.getClass().getName().equals(MAILER))
                .map(Persons::address)
                .filter(Objects::nonNull)
                .filter(text -> text.matches("[^\\s\\p{Cntrl}<>,;\"]+@[^\\s\\p{Cntrl}<>,;\"@]+"))
                .findFirst();
    }

    private static String address(UserProperty property) {
        try {
            return (String) property.getClass().getMethod("getAddress").invoke(property);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** A person of whom only the id is known. */
    public static Person named(String id) {
        return new Person(id, "jenkins", Set.of(), Set.of(), Set.of(), anyCase());
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
                    aliases(user),
                    groups(authentication),
                    roles(permission -> place.getACL().hasPermission2(authentication, permission)),
                    anyCase()));
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
