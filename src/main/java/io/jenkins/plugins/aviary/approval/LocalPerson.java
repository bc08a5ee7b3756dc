package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who works on this machine, where there is no Jenkins to say so: the user that the operating system runs this process
 * as, with their groups there, and the names under which they commit. Nothing of it is taken from the environment, the
 * search path, Java's properties or the folder that one stands in: those are whatever one says they are.
 */
public final class LocalPerson {
    private static final String AUTHENTICATION = "operating-system";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/run/current-system/sw/bin");
    private static final int PASSWD_FIELDS = 7;

    private LocalPerson() {}

    /** The name of the user that the operating system runs this process as. */
    public static String id() {
        return ProcessHandle.current().info().user().orElse("unknown");
    }

    /** The person that runs this process. */
    public static Person of(RunContext context) throws InterruptedException {
        String id = id();
        return new Person(id, AUTHENTICATION, aliases(context, id), groups(output(context, "id", "-Gn")), Set.of());
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
        return new Person(id, AUTHENTICATION, aliases(context, id), groups(lines), Set.of());
    }

    private static Set<String> groups(List<String> lines) {
        Set<String> groups = new HashSet<>();
        lines.forEach(line -> groups.addAll(List.of(line.split(" "))));
        return groups;
    }

    /** The full name that the machine has of a user, and what Git has of them in their home and for the whole machine. */
    private static Set<String> aliases(RunContext context, String id) throws InterruptedException {
        Set<String> aliases = new HashSet<>();
        Optional<String[]> account = output(context, "getent", "passwd", id).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length == PASSWD_FIELDS)
                .findFirst();
        account.map(fields -> fields[4].split(",", 2)[0])
                .filter(name -> !name.isBlank())
                .ifPresent(aliases::add);
        Path home = Path.of(account.map(fields -> fields[5]).orElseGet(() -> System.getProperty("user.home", "/")));
        for (Path file :
                List.of(home.resolve(".gitconfig"), home.resolve(".config/git/config"), Path.of("/etc/gitconfig"))) {
            for (String key : List.of("user.email", "user.name")) {
                aliases.addAll(
                        output(context, "git", "config", "--file", file.toString(), "--includes", "--get-all", key));
            }
        }
        return aliases;
    }

    /** What a program of the operating system prints; nothing if it is not there or fails. */
    private static List<String> output(RunContext context, String program, String... arguments)
            throws InterruptedException {
        Optional<Path> found = FOLDERS.stream()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            return List.of();
        }
        List<String> command = new ArrayList<>(List.of(found.get().toString()));
        command.addAll(List.of(arguments));
        List<String> lines = new ArrayList<>();
        try {
            int code = context.processes()
                    .run(ProcessRequest.of(context.workspace(), context.log(), command)
                            .within(PATIENCE)
                            .outputTo(lines::add)
                            .errorsTo(line -> {}));
            return code == 0 ? lines.stream().filter(line -> !line.isBlank()).toList() : List.of();
        } catch (OperationFailure e) {
            // The person then has no such names or groups.
            return List.of();
        }
    }
}
