package io.jenkins.plugins.aviary.operation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Credentials from files and environment variables, for runs without Jenkins and for the process on an agent. A
 * credential {@code game-host} is looked for as the file {@code game-host} in the secrets folder, then as the variable
 * {@code AVIARY_SECRET_GAME_HOST}. Its user name is in the file {@code game-host.username} or the variable
 * {@code AVIARY_SECRET_GAME_HOST_USERNAME}.
 */
public final class SecretSources implements Secrets {
    private static final Set<PosixFilePermission> FOR_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path folder;
    private final Map<String, String> environment;
    private final Masking masking;

    /**
     * Looks for credentials in a folder, which need not exist, and in environment variables.
     *
     * @param masking learns every text that is handed out
     */
    public SecretSources(Path folder, Map<String, String> environment, Masking masking) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        this.masking = masking;
    }

    @Override
    public Secret text(String id) {
        String value = find(id, "", "");
        if (value == null) {
            throw new OperationFailure("There is no credential '" + id + "'; put it into the file " + folder.resolve(id)
                    + " (mode 0600) or the variable " + variable(id) + ".");
        }
        masking.add(value);
        return Secret.of(value);
    }

    @Override
    public String username(String id) {
        String name = find(id, ".username", "_USERNAME");
        return name == null ? "" : name;
    }

    private String find(String id, String suffix, String variableSuffix) {
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
            throw new InvalidParameter("The credential id '" + id
                    + "' is not valid; use up to 128 letters, digits, dots, dashes and underscores.");
        }
        Path file = folder.resolve(id + suffix);
        try {
            if (Files.isRegularFile(file)) {
                refuseIfOthersCanRead(file);
                return Files.readString(file, StandardCharsets.UTF_8).strip();
            }
        } catch (IOException e) {
            throw new OperationFailure("The credential file " + file + " cannot be read: " + e.getMessage(), e);
        }
        return environment.get(variable(id) + variableSuffix);
    }

    private static void refuseIfOthersCanRead(Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
            if (FOR_OTHERS.contains(permission)) {
                throw new OperationFailure(
                        "The credential file " + file + " can be read by others; run: chmod 600 '" + file + "'");
            }
        }
    }

    private static String variable(String id) {
        return "AVIARY_SECRET_" + id.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
