package io.jenkins.plugins.aviary.config;

import io.jenkins.plugins.aviary.model.Environment;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.NearestName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code aviary.yml} says. The published schema is {@code docs/reference/aviary.schema.json}.
 *
 * @param server what kind of game server it is
 * @param build how it is built
 * @param packaging what is put into a release
 * @param analysis how releases are watched
 * @param environments the environments, in the order of the file
 */
public record AviaryConfig(
        ServerConfig server,
        BuildConfig build,
        PackageConfig packaging,
        AnalysisConfig analysis,
        Map<String, Environment> environments) {
    /** The name of the file in a workspace. */
    public static final String FILE_NAME = "aviary.yml";

    /**
     * The environment variable that names a file of the same form, whose environments stand for those of the same names in
     * every other, and whose analysis a workspace can only add to: what administrators say, a workspace cannot change.
     */
    public static final String SHARED_ENVIRONMENTS = "AVIARY_ENVIRONMENTS";

    /** Keeps the order of the environments. */
    public AviaryConfig {
        environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
    }

    /**
     * Reads a file, and the environments that {@value #SHARED_ENVIRONMENTS} among the variables names.
     *
     * @param variables the environment variables that the file may refer to; the shared environments may refer to none
     * @throws InvalidParameter if it is missing or wrong: one line for each problem, with file, line, key and what was
     *     expected
     */
    public static AviaryConfig read(Path file, Map<String, String> variables) {
        AviaryConfig own = readOne(file, variables);
        String shared = variables.getOrDefault(SHARED_ENVIRONMENTS, "");
        return shared.isEmpty() ? own : own.under(readOne(Path.of(shared), Map.of()));
    }

    /**
     * The same under what administrators share: their environments in the place of those of the same names, and whatever
     * they measure is measured as they say.
     */
    public AviaryConfig under(AviaryConfig shared) {
        Map<String, Environment> all = new LinkedHashMap<>(environments);
        all.putAll(shared.environments());
        return new AviaryConfig(server, build, packaging, analysis.under(shared.analysis()), all);
    }

    private static AviaryConfig readOne(Path file, Map<String, String> variables) {
        try {
            return parse(String.valueOf(file.getFileName()), Files.readString(file, StandardCharsets.UTF_8), variables);
        } catch (IOException e) {
            throw new InvalidParameter(
                    "There is no readable " + file + "; write one (docs/reference/aviary-yml.md has an example).", e);
        }
    }

    /**
     * Reads a text.
     *
     * @param name the file name to use in messages
     */
    public static AviaryConfig parse(String name, String text, Map<String, String> variables) {
        Problems problems = new Problems(name);
        Section root = Section.root(YamlTree.read(name, text), problems, variables);
        AviaryConfig config = new ConfigReader(problems).read(root);
        problems.throwIfAny();
        return config;
    }

    /**
     * The environment with the given name.
     *
     * @throws InvalidParameter if there is none, naming the nearest
     */
    public Environment environment(String name) {
        Environment found = environments.get(name);
        if (found == null) {
            throw new InvalidParameter("aviary.yml has no environment '" + name + "'"
                    + NearestName.suggestion(name, environments.keySet()) + ".");
        }
        return found;
    }

    /**
     * The worlds of an environment: those named, or all of them if none is.
     *
     * @throws InvalidParameter if a name is unknown, naming the nearest
     */
    public List<World> worlds(String environment, List<String> names) {
        Environment found = environment(environment);
        if (names == null || names.isEmpty()) {
            return found.worlds();
        }
        return names.stream()
                .map(name -> found.world(name)
                        .orElseThrow(() -> new InvalidParameter("The environment '" + environment
                                + "' has no world '" + name + "'"
                                + NearestName.suggestion(
                                        name,
                                        found.worlds().stream().map(World::name).toList())
                                + ".")))
                .toList();
    }
}
