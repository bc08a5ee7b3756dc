package io.jenkins.plugins.aviary.cli.pipeline.engine;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes the parameters of a run from what its pipeline declares and what was given. */
public final class ParameterValues {
    private ParameterValues() {}

    /**
     * Declares the parameters of a run: each has the value that was given, or its default.
     *
     * @throws RefusedParameter if a given parameter is not declared or has a value that it cannot have
     */
    public static void define(RunState run, List<Described> declared) {
        List<ParameterDefinition> definitions =
                declared.stream().map(ParameterValues::definition).toList();
        Map<String, String> given = run.settings().given();
        List<String> names = definitions.stream().map(ParameterDefinition::name).toList();
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw new RefusedParameter("The pipeline has no parameter '" + name + "'"
                        + (names.isEmpty() ? "; it declares none" : NearestName.suggestion(name, names)));
            }
        }
        for (ParameterDefinition definition : definitions) {
            String text = given.getOrDefault(definition.name(), definition.defaultValue());
            Object value = read(definition, text);
            if (definition.type() == ParameterDefinition.Type.PASSWORD) {
                run.mask(text);
            }
            run.parameters().put(definition.name(), value);
            run.variables().put(definition.name(), value.toString());
        }
    }

    private static Object read(ParameterDefinition definition, String text) {
        try {
            return definition.read(text);
        } catch (InvalidParameter e) {
            throw new RefusedParameter(e.getMessage());
        }
    }

    /**
     * Reads a parameter as it is declared in a file.
     *
     * @throws InvalidParameter if it has no name, or is a choice of nothing
     */
    public static ParameterDefinition definition(Described declared) {
        String name = declared.text("name", declared.text("value", ""));
        if (name.isBlank()) {
            throw new InvalidParameter("A parameter of kind '" + declared.symbol() + "' needs a name");
        }
        String description = declared.text("description", "");
        String text = declared.text("defaultValue", "");
        List<String> none = List.of();
        return switch (declared.symbol()) {
            case "text" -> new ParameterDefinition(name, ParameterDefinition.Type.TEXT, text, none, description);
            case "password" ->
                new ParameterDefinition(
                        name,
                        ParameterDefinition.Type.PASSWORD,
                        declared.text("defaultValueAsSecret", text),
                        none,
                        description);
            case "booleanParam" ->
                new ParameterDefinition(
                        name, ParameterDefinition.Type.BOOLEAN, text.isEmpty() ? "false" : text, none, description);
            case "choice" -> choice(name, declared, description);
            default -> new ParameterDefinition(name, ParameterDefinition.Type.STRING, text, none, description);
        };
    }

    private static ParameterDefinition choice(String name, Described declared, String description) {
        Object given = declared.arguments().get("choices");
        List<String> choices = new ArrayList<>();
        if (given instanceof Collection<?> several) {
            several.forEach(choice -> choices.add(Objects.toString(choice)));
        } else if (given != null) {
            given.toString().lines().filter(line -> !line.isEmpty()).forEach(choices::add);
        }
        if (choices.isEmpty()) {
            throw new InvalidParameter("The parameter " + name + " needs choices, as in choices: ['a', 'b']");
        }
        return new ParameterDefinition(name, ParameterDefinition.Type.CHOICE, choices.get(0), choices, description);
    }
}
