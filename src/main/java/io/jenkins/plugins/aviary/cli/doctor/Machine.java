package io.jenkins.plugins.aviary.cli.doctor;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.Processes;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The machine as checks see it: its programs, its libraries, its package manager. */
final class Machine {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern VERSION = Pattern.compile("\\d+(?:\\.\\d+)+");
    private static final List<String> LIBRARY_FOLDERS =
            List.of("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib");

    private final Map<String, String> environment;
    private final Path directory;
    private final Processes processes;
    private final List<Path> libraries;

    Machine(Map<String, String> environment, Path directory, Processes processes) {
        this.environment = environment;
        this.directory = directory;
        this.processes = processes;
        this.libraries = libraryFolders();
    }

    Map<String, String> environment() {
        return environment;
    }

    Path directory() {
        return directory;
    }

    /** Where a program is, by the PATH. */
    Optional<Path> program(String name) {
        List<String> endings = File.separatorChar == '\\' ? List.of(".exe", ".cmd", ".bat") : List.of("");
        return Stream.of(environment
                        .getOrDefault("PATH", environment.getOrDefault("Path", ""))
                        .split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> endings.stream().flatMap(ending -> path(folder, name + ending)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static Stream<Path> path(String folder, String name) {
        try {
            return Stream.of(Path.of(folder, name));
        } catch (InvalidPathException e) {
            // Not every text on a PATH is a path.
            return Stream.empty();
        }
    }

    /** The first line that a program prints, when it is asked for its version. */
    String says(Path program, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        List<String> lines = new ArrayList<>();
        try {
            processes.run(new ProcessRequest(command, directory, Map.of(), PATIENCE, lines::add, lines::add));
        } catch (OperationFailure e) {
            return "";
        }
        return lines.stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("")
                .strip();
    }

    /** The first version number in a text, or empty. */
    static String version(String text) {
        Matcher version = VERSION.matcher(text);
        return version.find() ? version.group() : "";
    }

    /** Whether a version is at least another; both are numbers joined by dots. */
    static boolean isAtLeast(String version, String least) {
        String[] left = version.split("\\.");
        String[] right = least.split("\\.");
        for (int i = 0; i < right.length; i++) {
            long have = i < left.length && left[i].matches("\\d{1,9}") ? Long.parseLong(left[i]) : 0;
            long want = Long.parseLong(right[i]);
            if (have != want) {
                return have > want;
            }
        }
        return true;
    }

    /** Whether a shared library is in one of the folders where the system looks for them. */
    boolean hasLibrary(String name) {
        return libraries.stream().anyMatch(folder -> Files.exists(folder.resolve(name)));
    }

    private static List<Path> libraryFolders() {
        List<Path> all = new ArrayList<>();
        for (String folder : LIBRARY_FOLDERS) {
            all.add(Path.of(folder));
            String processor = System.getProperty("os.arch", "").equals("aarch64") ? "aarch64" : "x86_64";
            all.add(Path.of(folder, processor + "-linux-gnu"));
        }
        return all;
    }

    /** The line that installs a package, by the package manager that this machine has. */
    String install(Packages packages) {
        String sudo = "root".equals(System.getProperty("user.name")) ? "" : "sudo ";
        if (program("apt-get").isPresent()) {
            return sudo + "apt-get install -y " + packages.apt();
        } else if (program("dnf").isPresent()) {
            return sudo + "dnf install -y " + packages.dnf();
        } else if (program("pacman").isPresent()) {
            return sudo + "pacman -S --needed " + packages.pacman();
        } else if (program("brew").isPresent()) {
            return "brew install " + packages.brew();
        }
        return "install " + packages.apt() + " with this system's package manager";
    }

    /**
     * The names that one thing has in the package managers.
     *
     * @param apt on Debian and Ubuntu
     * @param dnf on Fedora and its relatives
     * @param pacman on Arch
     * @param brew on macOS
     */
    record Packages(String apt, String dnf, String pacman, String brew) {
        /** The same name everywhere. */
        static Packages named(String name) {
            return new Packages(name, name, name, name);
        }
    }
}
