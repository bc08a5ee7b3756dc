package io.jenkins.plugins.aviary.scan.tool;

import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs <a href="https://clang.llvm.org/extra/clang-tidy/">clang-tidy</a> with the checks that find holes, not those of
 * style, and reads its text. A source that clang cannot compile was not looked at, which is a failure.
 */
public final class ClangTidy implements Scanner {
    private static final String CHECKS = "-*,clang-analyzer-*,-clang-analyzer-optin.performance.*,"
            + "bugprone-dangling-handle,bugprone-infinite-loop,bugprone-integer-division,"
            + "bugprone-not-null-terminated-result,bugprone-sizeof-*,bugprone-string-*,bugprone-suspicious-memset-usage,"
            + "bugprone-suspicious-memory-comparison,bugprone-undefined-memory-manipulation,bugprone-unhandled-self-assignment,"
            + "bugprone-use-after-move,cert-env33-c,cert-msc50-cpp,cert-msc51-cpp,cert-err34-c,cert-flp30-c,cert-mem57-cpp";
    private static final Pattern LINE =
            Pattern.compile("(.+?):([0-9]{1,8}):([0-9]{1,8}): (warning|error): (.*) \\[([^\\[\\]]+)]");
    private static final Pattern BROKEN = Pattern.compile("Error while processing (.+)\\.");
    private static final Duration LONGEST = Duration.ofMinutes(20);

    @Override
    public String name() {
        return "clang-tidy";
    }

    @Override
    public boolean worksWithoutBuild() {
        return false;
    }

    @Override
    public ToolFindings scan(RunContext context, String version, List<Path> sources, Optional<Path> compileCommands)
            throws InterruptedException {
        Path build = compileCommands
                .map(Path::getParent)
                .orElseThrow(() -> new OperationFailure("clang-tidy needs the build's compile_commands.json; give"
                        + " 'buildFolder', and configure with CMAKE_EXPORT_COMPILE_COMMANDS=ON."));
        Places places = new Places(context.workspace());
        Set<Finding> findings = Collections.synchronizedSet(new LinkedHashSet<>());
        try (Progress.Task task = context.progress().begin("Running clang-tidy", sources.size(), "files")) {
            for (int i = 0; i < sources.size(); i++) {
                one(context, build, sources.get(i), places, findings);
                task.at(i + 1L);
            }
        }
        return new ToolFindings(name(), version, new ArrayList<>(findings), 0);
    }

    private void one(RunContext context, Path build, Path source, Places places, Set<Finding> findings)
            throws InterruptedException {
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        int code = context.processes()
                .run(new ProcessRequest(
                        List.of(
                                name(),
                                "-p=" + build,
                                "--quiet",
                                // The repository's .clang-tidy could switch off what is looked for.
                                "--config={}",
                                "--checks=" + CHECKS,
                                // Warnings of the compiler are the build's subject, and clang knows not all of GCC's.
                                "--extra-arg=-Wno-everything",
                                "--extra-arg=-Qunused-arguments",
                                source.toString()),
                        context.workspace(),
                        Map.of(),
                        LONGEST,
                        line -> read(line, places, build, findings, failures),
                        line -> {
                            if (BROKEN.matcher(line).matches()) {
                                failures.add(line);
                            }
                        }));
        if (code != 0 || !failures.isEmpty()) {
            throw new OperationFailure("clang-tidy could not look at " + source + " (exit code " + code + "): "
                    + (failures.isEmpty() ? "it crashed" : failures.get(0))
                    + "; does it compile with clang? Take clang-tidy out of 'tools' if it cannot.");
        }
    }

    static void read(String line, Places places, Path build, Set<Finding> findings, List<String> failures) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return;
        }
        String rule = matcher.group(6).split(",", 2)[0];
        if (rule.equals("clang-diagnostic-error")) {
            // Before what says only that there was an error.
            failures.add(0, matcher.group(1) + ":" + matcher.group(2) + ": " + matcher.group(5));
            return;
        }
        synchronized (findings) {
            findings.add(Finding.at(
                    "clang-tidy",
                    rule,
                    severity(rule),
                    places.of(matcher.group(1), build),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)),
                    matcher.group(5)));
        }
    }

    /** What the analyser proves is a defect; insecure functions are too; the rest may be meant. */
    private static Severity severity(String rule) {
        if (rule.startsWith("clang-analyzer-security.insecureAPI") || rule.equals("cert-env33-c")) {
            return Severity.HIGH;
        }
        if (rule.startsWith("clang-analyzer-deadcode") || rule.startsWith("clang-analyzer-optin")) {
            return Severity.LOW;
        }
        return Severity.MEDIUM;
    }
}
