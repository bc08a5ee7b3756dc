package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Makes the control folder on the agent, so that nobody but the agent's user can ever read it: the permissions are there
 * before the content is.
 *
 * @param request the request, as JSON
 * @param environments what administrators say of the environments, or empty
 * @param secrets the texts of the credentials, by file name
 */
record PrepareControl(String request, String environments, HashMap<String, String> secrets)
        implements ControllerToAgentFileCallable<Void> {
    @Override
    public Void invoke(File folder, VirtualChannel channel) throws IOException {
        Path control = folder.toPath().toAbsolutePath();
        Path beside = Files.createDirectories(
                Objects.requireNonNull(control.getParent(), "every control folder lies in a folder"));
        boolean posix = Files.getFileStore(beside).supportsFileAttributeView("posix");
        FileAttribute<?>[] folders = posix ? only("rwx------") : new FileAttribute<?>[0];
        FileAttribute<?>[] files = posix ? only("rw-------") : new FileAttribute<?>[0];
        Files.createDirectory(control, folders);
        write(control.resolve("request.json"), request, files);
        if (!environments.isEmpty()) {
            write(control.resolve("environments.yml"), environments, files);
        }
        if (!secrets.isEmpty()) {
            Path kept = Files.createDirectory(control.resolve("secrets"), folders);
            for (Map.Entry<String, String> secret : secrets.entrySet()) {
                write(kept.resolve(secret.getKey()), secret.getValue(), files);
            }
        }
        return null;
    }

    private static FileAttribute<?>[] only(String permissions) {
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    private static void write(Path file, String text, FileAttribute<?>... attributes) throws IOException {
        Files.createFile(file, attributes);
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "PrepareControl[" + secrets.keySet() + "]";
    }
}
