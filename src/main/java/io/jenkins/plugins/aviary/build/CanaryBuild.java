package io.jenkins.plugins.aviary.build;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds the game server from its CMake preset, tests it, and keeps it as an artifact named by its digest. */
@Step(
        name = "canaryBuild",
        summary =
                "Builds the game server from its CMake preset, tests it, and keeps it as an artifact named by its digest.")
public record CanaryBuild(
        @Parameter("The folder with CMakePresets.json, relative to the workspace; aviary.yml says which if not given")
        String source,

        @Parameter("The configure preset of the release; aviary.yml says which if not given")
        String preset,

        @Parameter("The configure preset whose tests are run; aviary.yml says which if not given")
        String testPreset,

        @Parameter("The release's version; what Git describes if not given")
        String version,

        @Parameter("CMake cache entries, as NAME=VALUE, added to those of aviary.yml")
        List<String> definitions,

        @Parameter("The targets to build; everything if none is given")
        List<String> targets,

        @Parameter(value = "Whether the tests are run", defaultsTo = "true")
        boolean test,

        @Parameter("Whether to configure from scratch") boolean fresh,

        @Parameter("How many compilers run at once, from 1; as many as there are processors if not given")
        int jobs)
        implements Operation<CanaryBuild.Result> {
    /**
     * What was built.
     *
     * @param artifact the artifact's digest
     * @param name the artifact's name
     * @param version its version
     * @param commit the commit it was built from, or empty
     * @param repository where that is from, such as {@code git+https://example.org/canary}, without any secret; or empty
     * @param databaseVersion the highest migration in it, or 0
     * @param files how many files it has
     * @param size their size together, in bytes
     * @param testsPassed how many tests passed
     * @param testsFailed how many tests failed
     * @param testsSkipped how many tests were not run
     * @param warnings how many warnings compilers and CMake gave
     * @param durationMillis how long it took, in milliseconds
     */
    public record Result(
            String artifact,
            String name,
            String version,
            String commit,
            String repository,
            int databaseVersion,
            int files,
            long size,
            int testsPassed,
            int testsFailed,
            int testsSkipped,
            int warnings,
            long durationMillis) {}

    /** Takes absent lists as empty and refuses a negative number of jobs. */
    public CanaryBuild {
        definitions = definitions == null ? List.of() : List.copyOf(definitions);
        targets = targets == null ? List.of() : List.copyOf(targets);
        if (jobs < 0) {
            throw new InvalidParameter("jobs is 1 or more, not " + jobs);
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) throws InterruptedException {
        Instant begun = context.clock().instant();
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        Path folder = context.path(given(source, config.build().source()));
        List<String> all = new ArrayList<>(config.build().definitions());
        all.addAll(definitions);
        try {
            TestReport tests = tested(context, config, folder, all);
            CMakeBuild release =
                    new CMakeBuild(context, folder, given(preset, config.build().preset()));
            Map<String, String> answers = release.configure(all, fresh);
            release.build(targets, parallelJobs());
            Packaged packaged = packaged(context, config, folder, release, answers);
            Duration took = Duration.between(begun, context.clock().instant());
            Result result = result(packaged, tests, release.warnings(), took);
            ObjectNode payload = payload(result);
            new BuildIdentity(context, folder).writeHistory(payload);
            context.events().record(Event.of("build.finished", "", result.artifact(), payload));
            return Outcome.done(
                    "built " + result.name() + " " + result.version() + " as " + result.artifact() + " ("
                            + result.files() + " files, " + result.size() / 1024 + " KiB, " + result.testsPassed()
                            + " tests passed)",
                    result);
        } catch (IOException e) {
            throw new OperationFailure("The build cannot be packaged: " + e, e);
        }
    }

    private TestReport tested(RunContext context, AviaryConfig config, Path folder, List<String> all)
            throws InterruptedException {
        String tests = given(testPreset, config.build().testPreset());
        if (!test || tests.isEmpty()) {
            return TestReport.NONE;
        }
        CMakeBuild build = new CMakeBuild(context, folder, tests);
        build.configure(all, fresh);
        build.build(List.of(), parallelJobs());
        TestReport report = build.test(parallelJobs());
        if (report.failed() > 0) {
            throw new OperationFailure(report.failed() + " of " + (report.passed() + report.failed())
                    + " tests failed: " + String.join(", ", report.failures())
                    + "; their output is above. Nothing was packaged.");
        }
        return report;
    }

    private record Packaged(Digest digest, ArtifactManifest manifest, String repository, int databaseVersion) {}

    private Packaged packaged(
            RunContext context, AviaryConfig config, Path folder, CMakeBuild release, Map<String, String> answers)
            throws IOException, InterruptedException {
        FileSelection selection = new FileSelection(config.packaging(), folder, release.folder());
        SortedMap<String, Path> files = selection.files();
        if (!files.containsKey(config.server().binary())) {
            throw new InvalidParameter("The release has no " + config.server().binary()
                    + ", which server.binary says is the executable; add it to package.files.");
        }
        List<ArtifactFile> listed = new ArrayList<>();
        Map<Digest, Path> places = new HashMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Digest digest = Digest.of(file.getValue());
            boolean executable = selection.isExecutable(file.getKey())
                    || file.getKey().equals(config.server().binary());
            listed.add(new ArtifactFile(file.getKey(), executable, Files.size(file.getValue()), digest));
            places.put(digest, file.getValue());
        }
        BuildIdentity identity = new BuildIdentity(context, folder);
        int databaseVersion =
                BuildIdentity.databaseVersion(folder.resolve(config.server().dataPack()));
        Map<String, String> properties = new TreeMap<>(answers);
        properties.put("preset", given(preset, config.build().preset()));
        properties.put("databaseVersion", String.valueOf(databaseVersion));
        properties.put("processor", BuildIdentity.processor());
        ArtifactManifest manifest = new ArtifactManifest(
                config.packaging().name(), versionOf(identity), identity.commit(), properties, listed);
        Digest digest = FolderArtifactStore.inHome(context.home()).put(manifest, places);
        return new Packaged(digest, manifest, identity.repository(), databaseVersion);
    }

    private String versionOf(BuildIdentity identity) throws InterruptedException {
        return version == null || version.isEmpty() ? identity.described().orElse("0.0.0-dev") : version;
    }

    private int parallelJobs() {
        return jobs == 0 ? Runtime.getRuntime().availableProcessors() : jobs;
    }

    private static Result result(Packaged packaged, TestReport tests, int warnings, Duration took) {
        ArtifactManifest manifest = packaged.manifest();
        return new Result(
                packaged.digest().hex(),
                manifest.name(),
                manifest.version(),
                manifest.commit(),
                packaged.repository(),
                packaged.databaseVersion(),
                manifest.files().size(),
                manifest.size(),
                tests.passed(),
                tests.failed(),
                tests.skipped(),
                warnings,
                took.toMillis());
    }

    private static ObjectNode payload(Result result) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", result.name())
                .put("version", result.version())
                .put("commit", result.commit())
                .put("repository", result.repository())
                .put("databaseVersion", result.databaseVersion())
                .put("files", result.files())
                .put("size", result.size())
                .put("testsPassed", result.testsPassed())
                .put("testsFailed", result.testsFailed())
                .put("testsSkipped", result.testsSkipped())
                .put("warnings", result.warnings())
                .put("durationMillis", result.durationMillis());
    }

    private static String given(String parameter, String otherwise) {
        return parameter == null || parameter.isEmpty() ? otherwise : parameter;
    }
}
