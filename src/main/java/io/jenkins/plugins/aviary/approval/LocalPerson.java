package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who works on this machine, where there is no Jenkins to say so: the user of the operating system with their groups
 * there, and the names under which they commit.
 */
public final class LocalPerson {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private LocalPerson() {}

    /** The person that runs this process. */
    public static Person of(RunContext context) throws InterruptedException {
        Set<String> aliases = new HashSet<>();
        aliases.addAll(output(context, "git", "config", "user.email"));
        aliases.addAll(output(context, "git", "config", "user.name"));
        Set<String> groups = new HashSet<>();
        output(context, "id", "-Gn").forEach(line -> groups.addAll(List.of(line.split(" "))));
        return new Person(System.getProperty("user.name", "unknown"), "operating-system", aliases, groups, Set.of());
    }

    /**
     * Somebody else on this machine.
     *
     * @param id the name of the user
     * @throws ApprovalRefused if the machine knows no such user
     */
    public static Person named(RunContext context, String id) throws InterruptedException {
        if (!id.matches("[A-Za-z_][A-Za-z0-9_.@-]{0,99}")) {
            throw new ApprovalRefused("'" + id + "' is no user of this machine");
        }
        List<String> lines = output(context, "id", "-Gn", "--", id);
        if (lines.isEmpty()) {
            throw new ApprovalRefused("This machine knows no user '" + id + "'");
        }
        Set<String> groups = new HashSet<>();
        lines.forEach(line -> groups.addAll(List.of(line.split(" "))));
        return new Person(id, "operating-system", Set.of(), groups, Set.of());
    }

    private static List<String> output(RunContext context, String... command) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        try {
            int code = context.processes()
                    .run(ProcessRequest.of(context.workspace(), context.log(), List.of(command))
                            .within(PATIENCE)
                            .outputTo(lines::add)
                            .errorsTo(line -> {}));
            return code == 0 ? lines.stream().filter(line -> !line.isBlank()).toList() : List.of();
        } catch (OperationFailure e) {
            // The program is not there: the person then has no such names or groups.
            return List.of();
        }
    }
}
