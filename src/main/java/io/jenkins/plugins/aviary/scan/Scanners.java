package io.jenkins.plugins.aviary.scan;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.WorkspaceFiles;
import io.jenkins.plugins.aviary.scan.advisory.AdvisoryFolder;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import io.jenkins.plugins.aviary.scan.parts.InstalledPorts;
import io.jenkins.plugins.aviary.scan.parts.Port;
import io.jenkins.plugins.aviary.scan.rule.CanaryRules;
import io.jenkins.plugins.aviary.scan.rule.CompileFlags;
import io.jenkins.plugins.aviary.scan.rule.Hits;
import io.jenkins.plugins.aviary.scan.tool.ClangTidy;
import io.jenkins.plugins.aviary.scan.tool.Cppcheck;
import io.jenkins.plugins.aviary.scan.tool.SarifFile;
import io.jenkins.plugins.aviary.scan.tool.Scanner;
import io.jenkins.plugins.aviary.scan.tool.ToolFindings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Asks every scanner in turn. One that crashed, or that saw nothing where there must be something, is a failure: nobody
 * may take it for "no findings". Used by one thread.
 */
final class Scanners {
    private static final List<Scanner> KNOWN = List.of(new Cppcheck(), new ClangTidy());
    private static final int DEEPEST = 24;

    private final SecurityScan scan;
    private final RunContext context;
    private final Path source;
    private final Hits hits = new Hits();
    private final List<ToolFindings> said = new ArrayList<>();

    Scanners(SecurityScan scan, RunContext context) {
        this.scan = scan;
        this.context = context;
        this.source = context.path(scan.source());
        if (!Files.isDirectory(source)) {
            throw new InvalidParameter("source: there is no folder " + source + ".");
        }
    }

    Collected ask(ScanPolicy policy) throws IOException, InterruptedException {
        Optional<Path> commands = compileCommands();
        List<Path> compiled =
                commands.isPresent() ? CompileFlags.check(commands.get(), name(commands.get()), hits) : List.of();
        int looked = new CanaryRules(context.workspace(), leftOut()).check(source, hits, context.progress());
        context.log().info("Aviary's rules looked into " + looked + " files.");
        for (Path file : sarifFiles()) {
            said.addAll(new SarifFile(file, context.workspace()).read(context.progress()));
        }
        programs(commands, compiled);
        List<Port> ports = InstalledPorts.in(context.workspace(), folders());
        int demanded = InstalledPorts.demanded(source);
        if (ports.isEmpty()
                && demanded > 0
                && !(scan.advisories().isEmpty() && scan.sbom().isEmpty())) {
            throw new OperationFailure(source.resolve("vcpkg.json") + " asks for " + demanded + " ports, but no"
                    + " share/PORT/vcpkg.spdx.json is below " + source
                    + (scan.buildFolder().isEmpty() ? "" : " or " + context.path(scan.buildFolder()))
                    + "; build first, and name the 'buildFolder'.");
        }
        Optional<AdvisoryFolder.Answer> answer = advisories(ports, policy);
        List<Finding> undecided = new ArrayList<>(hits.findings());
        answer.ifPresent(known -> known.findings().stream()
                .filter(one -> one.tool().equals(Hits.TOOL))
                .forEach(undecided::add));
        said.add(0, new ToolFindings(Hits.TOOL, version(), undecided, 0));
        answer.ifPresent(known -> said.add(new ToolFindings(
                "osv",
                "",
                known.findings().stream()
                        .filter(one -> !one.tool().equals(Hits.TOOL))
                        .toList(),
                0)));
        return new Collected(said, ports, answer);
    }

    private static String version() {
        String version = Scanners.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }

    private Optional<AdvisoryFolder.Answer> advisories(List<Port> ports, ScanPolicy policy)
            throws InterruptedException {
        if (scan.advisories().isEmpty()) {
            if (!ports.isEmpty()) {
                context.log().warn(ports.size() + " parts were held against no advisories; give 'advisories'.");
            }
            return Optional.empty();
        }
        AdvisoryFolder.Answer answer = new AdvisoryFolder(context.path(scan.advisories()))
                .hold(ports, context.clock().instant(), context.progress());
        context.log()
                .info(ports.size() + " parts were held against " + answer.advisories() + " advisories of "
                        + answer.taken() + ", which may be "
                        + policy.maxAdvisoryAge().toHours() + " hours old.");
        return Optional.of(answer);
    }

    private Optional<Path> compileCommands() {
        if (scan.buildFolder().isEmpty()) {
            return Optional.empty();
        }
        Path file = context.path(scan.buildFolder()).resolve("compile_commands.json");
        if (!Files.isRegularFile(file)) {
            throw new InvalidParameter(
                    "buildFolder: there is no " + file + "; configure with CMAKE_EXPORT_COMPILE_COMMANDS=ON.");
        }
        return Optional.of(file);
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>(List.of(source));
        if (!scan.buildFolder().isEmpty() && !context.path(scan.buildFolder()).startsWith(source)) {
            folders.add(context.path(scan.buildFolder()));
        }
        return folders;
    }

    /** Folders that are no sources. What is left out here is left out by the pipeline, not by the repository. */
    private Set<Path> leftOut() {
        Set<Path> folders = new HashSet<>(Set.of(context.home(), context.path(scan.output())));
        if (!scan.buildFolder().isEmpty()) {
            folders.add(context.path(scan.buildFolder()));
        }
        return folders;
    }

    private String name(Path file) {
        return file.startsWith(context.workspace())
                ? context.workspace().relativize(file).toString()
                : file.toString();
    }

    private List<Path> sarifFiles() throws IOException {
        Set<Path> files = new TreeSet<>();
        for (String pattern : scan.sarif()) {
            files.addAll(WorkspaceFiles.matching(context.workspace(), "sarif", pattern));
        }
        files.removeIf(file -> file.startsWith(context.path(scan.output())));
        return List.copyOf(files);
    }

    private void programs(Optional<Path> commands, List<Path> compiled) throws IOException, InterruptedException {
        if (scan.tools().contains("none")) {
            return;
        }
        boolean automatic = scan.tools().contains("auto");
        List<Path> sources = compiled.isEmpty() ? cppFiles() : ownSources(compiled);
        if (sources.isEmpty()) {
            if (!automatic) {
                throw new OperationFailure("There is no C++ source in " + source + " for "
                        + String.join(", ", scan.tools()) + " to look at; is 'source' right?");
            }
            context.log().info("There is no C++ source in " + source + ": no scanner for it is run.");
            return;
        }
        for (Scanner scanner : KNOWN) {
            if (automatic || scan.tools().contains(scanner.name())) {
                run(scanner, automatic, sources, commands);
            }
        }
    }

    private void run(Scanner scanner, boolean automatic, List<Path> sources, Optional<Path> commands)
            throws InterruptedException {
        Optional<String> version = scanner.installed(context);
        boolean possible = scanner.worksWithoutBuild() || commands.isPresent();
        if (automatic && (version.isEmpty() || !possible)) {
            context.log()
                    .warn(scanner.name() + " is not run: "
                            + (version.isEmpty() ? "it is not installed." : "it needs a 'buildFolder'."));
            return;
        }
        if (version.isEmpty()) {
            throw new OperationFailure(
                    scanner.name() + " is not installed on this machine; install it, or take it out" + " of 'tools'.");
        }
        said.add(scanner.scan(context, version.get(), sources, commands));
    }

    /** What the build compiles of the sources, and not what it made or fetched itself. */
    private List<Path> ownSources(List<Path> compiled) {
        Path build = context.path(scan.buildFolder());
        return compiled.stream()
                .filter(file -> file.startsWith(source) && !file.startsWith(build))
                .filter(Files::isRegularFile)
                .toList();
    }

    private List<Path> cppFiles() throws IOException {
        Set<Path> leftOut = leftOut();
        try (Stream<Path> all = Files.find(
                source,
                DEEPEST,
                (file, attributes) ->
                        attributes.isRegularFile() && file.toString().matches(".*\\.(cpp|cc|cxx|c)"))) {
            return all.filter(file -> leftOut.stream().noneMatch(file::startsWith))
                    .sorted()
                    .toList();
        }
    }
}
