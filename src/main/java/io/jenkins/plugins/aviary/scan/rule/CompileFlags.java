package io.jenkins.plugins.aviary.scan.rule;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rules for how the server is compiled, read from CMake's compile_commands.json. Only what is switched on or off there
 * counts: what the compiler does by itself differs between distributions. Used by one thread.
 */
public final class CompileFlags {
    private static final Set<String> FIXED_ADDRESS = Set.of("-no-pie", "-nopie", "-fno-pie", "-fno-PIE");
    private static final Set<String> OFF = Set.of(
            "-fno-stack-protector", "-Wl,-z,norelro", "-Wl,-z,execstack", "-D_FORTIFY_SOURCE=0", "-U_FORTIFY_SOURCE");

    private final Map<CanaryRule, List<String>> found = new EnumMap<>(CanaryRule.class);
    private int commands;
    private int optimised;
    private int fortified;

    /**
     * Looks at the commands of a build.
     *
     * @param file the file
     * @param path how it is named in findings
     * @return the files that are compiled, as the build names them
     * @throws OperationFailure if there is no command in it
     */
    public static List<Path> check(Path file, String path, Hits hits) {
        CompileFlags flags = new CompileFlags();
        Set<Path> sources = new java.util.LinkedHashSet<>();
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            flags.read(json, sources);
        } catch (IOException e) {
            throw new OperationFailure(
                    file + " cannot be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "; configure the build with CMAKE_EXPORT_COMPILE_COMMANDS=ON.",
                    e);
        }
        if (flags.commands == 0) {
            throw new OperationFailure(file + " has no command in it; was anything to be compiled?");
        }
        flags.tell(path, hits);
        return new ArrayList<>(sources);
    }

    private void read(JsonParser json, Set<Path> sources) throws IOException {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            throw new IOException("it is no list");
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
            String directory = "";
            String source = "";
            List<String> arguments = new ArrayList<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                JsonToken value = json.nextToken();
                if (key.equals("arguments") && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.VALUE_STRING) {
                        arguments.add(json.getText());
                    }
                } else if (key.equals("command")) {
                    arguments.addAll(
                            Arrays.asList(json.getValueAsString("").trim().split("\\s+")));
                } else if (key.equals("directory")) {
                    directory = json.getValueAsString("");
                } else if (key.equals("file")) {
                    source = json.getValueAsString("");
                } else {
                    json.skipChildren();
                }
            }
            sources.add(Path.of(directory).resolve(source).normalize());
            command(source, new HashSet<>(arguments));
        }
    }

    private void command(String source, Set<String> arguments) {
        commands++;
        if (arguments.contains("-march=native") || arguments.contains("-mcpu=native")) {
            note(CanaryRule.NATIVE_PROCESSOR, source);
        }
        if (arguments.stream().anyMatch(FIXED_ADDRESS::contains)) {
            note(CanaryRule.NO_PIE, source);
        }
        boolean fortifiedAgain = arguments.contains("-U_FORTIFY_SOURCE") && fortifies(arguments);
        if (arguments.stream().anyMatch(OFF::contains) && !fortifiedAgain) {
            note(CanaryRule.PROTECTION_OFF, source);
        }
        optimised += arguments.contains("-O1") || arguments.contains("-O2") || arguments.contains("-O3") ? 1 : 0;
        fortified += fortifies(arguments) ? 1 : 0;
    }

    private static boolean fortifies(Set<String> arguments) {
        return arguments.stream().anyMatch(one -> one.matches("-D_FORTIFY_SOURCE(=[123])?"));
    }

    private void note(CanaryRule rule, String source) {
        found.computeIfAbsent(rule, key -> new ArrayList<>()).add(source);
    }

    private void tell(String path, Hits hits) {
        found.forEach((rule, sources) -> hits.add(
                rule, path, sources.size() + " of " + commands + " compile commands, first " + sources.get(0) + "."));
        if (optimised > 0 && fortified == 0) {
            hits.add(CanaryRule.NOT_FORTIFIED, path, "No compile command sets _FORTIFY_SOURCE.");
        }
    }
}
