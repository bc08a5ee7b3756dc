package io.jenkins.plugins.aviary.cli.pipeline.engine;

import io.jenkins.plugins.aviary.operation.RunContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables and files that carry credentials into a block. The files have mode 0600 and are gone when the block has
 * ended.
 */
public final class CredentialVariables implements AutoCloseable {
    private final RunState run;
    private final RunContext context;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final List<Path> files = new ArrayList<>();

    /** None so far; credentials are looked up in the scope's context. */
    public CredentialVariables(Scope scope) {
        this.run = scope.run();
        this.context = scope.context();
    }

    /** The variables. */
    public Map<String, String> variables() {
        return Map.copyOf(variables);
    }

    /** A secret text. */
    public void text(String id, String variable) {
        put(variable, secret(id));
    }

    /** A user name and a password in two variables. */
    public void userAndPassword(String id, String userVariable, String passwordVariable) {
        put(passwordVariable, secret(id));
        put(userVariable, context.secrets().username(id));
    }

    /** A user name and a password, joined by a colon. */
    public void userColonPassword(String id, String variable) {
        String joined = context.secrets().username(id) + ":" + secret(id);
        run.mask(joined);
        put(variable, joined);
    }

    /** A file that holds the secret; the variable is its path. */
    public void file(String id, String variable) throws IOException {
        put(variable, write(secret(id)));
    }

    /** A file that holds a private key, and the user's name. */
    public void key(String id, String fileVariable, String userVariable) throws IOException {
        String key = secret(id);
        put(fileVariable, write(key.endsWith("\n") ? key : key + "\n"));
        put(userVariable, context.secrets().username(id));
    }

    /**
     * What {@code VAR = credentials('id')} gives: a text; or {@code user:password} with {@code VAR_USR} and
     * {@code VAR_PSW}; or the path of a key file with {@code VAR_USR}.
     */
    public void declared(String id, String variable) throws IOException {
        String user = context.secrets().username(id);
        if (secret(id).startsWith("-----BEGIN") && secret(id).contains("PRIVATE KEY-----")) {
            key(id, variable, variable + "_USR");
        } else if (user.isEmpty()) {
            text(id, variable);
        } else {
            userColonPassword(id, variable);
            userAndPassword(id, variable + "_USR", variable + "_PSW");
        }
    }

    private String secret(String id) {
        return context.secrets().text(id).reveal();
    }

    private void put(String variable, String value) {
        if (!variable.isEmpty()) {
            variables.put(variable, value);
        }
    }

    private String write(String secret) throws IOException {
        Path folder = Files.createDirectories(run.settings().folder());
        Path file = Files.createTempFile(
                folder,
                "secret",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        files.add(file);
        Files.writeString(file, secret, StandardCharsets.UTF_8);
        return file.toString();
    }

    @Override
    public void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
