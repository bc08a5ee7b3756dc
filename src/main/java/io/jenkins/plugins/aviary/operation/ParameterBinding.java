package io.jenkins.plugins.aviary.operation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns the values that a pipeline or a command line gives into an operation, or says what is wrong with them. */
final class ParameterBinding {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new SimpleModule().addDeserializer(Duration.class, new DurationReader()))
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final String step;
    private final List<ParameterSpec> specs;

    ParameterBinding(String step, List<ParameterSpec> specs) {
        this.step = step;
        this.specs = specs;
    }

    <T> T bind(Class<T> type, Map<String, ?> given) {
        ObjectNode values = MAPPER.createObjectNode();
        given.forEach((name, value) -> {
            if (value != null) {
                values.set(name, normal(spec(name), MAPPER.valueToTree(value)));
            }
        });
        List<String> missing = new ArrayList<>();
        for (ParameterSpec spec : specs) {
            if (!values.has(spec.name())) {
                if (spec.required()) {
                    missing.add(spec.name());
                } else {
                    setDefault(values, spec);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new InvalidParameter(step + " needs " + String.join(", ", missing) + "; give "
                    + missing.get(0) + ": "
                    + spec(missing.get(0)).description());
        }
        return read(type, values);
    }

    private <T> T read(Class<T> type, ObjectNode values) {
        try {
            return MAPPER.treeToValue(values, type);
        } catch (UnrecognizedPropertyException e) {
            throw new InvalidParameter(
                    step + " has no parameter '" + pathOf(e) + "'; it knows "
                            + new TreeSet<>(e.getKnownPropertyIds().stream()
                                    .map(Object::toString)
                                    .toList())
                            + ".",
                    e);
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof OperationFailure refused) {
                throw refused;
            }
            throw new InvalidParameter(
                    step + ": the parameter '" + pathOf(e) + "' cannot be " + at(values, e) + ": " + reason(e), e);
        } catch (JsonProcessingException e) {
            throw new InvalidParameter(step + ": the parameters cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private static String reason(JsonMappingException e) {
        if (e.getCause() instanceof IllegalArgumentException refused) {
            return refused.getMessage();
        }
        Class<?> wanted = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (wanted == null) {
            return e.getOriginalMessage();
        }
        if (wanted.isEnum()) {
            return "expected is one of "
                    + Stream.of(wanted.getEnumConstants())
                            .map(one -> one.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .collect(Collectors.joining(", "));
        }
        if (wanted == boolean.class || wanted == Boolean.class) {
            return "expected is true or false";
        }
        if (wanted == double.class || wanted == Double.class) {
            return "expected is a number";
        }
        if (wanted.isPrimitive() || Number.class.isAssignableFrom(wanted)) {
            return "expected is a whole number";
        }
        return Collection.class.isAssignableFrom(wanted)
                ? "expected is a list"
                : wanted == String.class ? "expected is a text" : "expected are names with values";
    }

    private ParameterSpec spec(String name) {
        return specs.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidParameter(step + " has no parameter '" + name + "'"
                        + NearestName.suggestion(
                                name, specs.stream().map(ParameterSpec::name).toList())));
    }

    private void setDefault(ObjectNode values, ParameterSpec spec) {
        if (!spec.defaultText().isEmpty()) {
            values.set(spec.name(), normal(spec, TextNode.valueOf(spec.defaultText())));
        } else if (spec.type() instanceof Class<?> plain && plain.isPrimitive()) {
            values.set(spec.name(), plain == boolean.class ? MAPPER.valueToTree(false) : MAPPER.valueToTree(0));
        }
    }

    /** Brings what a command line gives as text, and what a Jenkinsfile gives as one value, into the parameter's form. */
    private static JsonNode normal(ParameterSpec spec, JsonNode value) {
        if (value.isTextual() && spec.kind() == ParameterSpec.Kind.CHOICE) {
            return TextNode.valueOf(value.textValue().replace('-', '_'));
        }
        if (value.isTextual()
                && isNested(spec.kind())
                && value.textValue().stripLeading().matches("(?s)[\\[{].*")) {
            try {
                return normal(spec, MAPPER.readTree(value.textValue()));
            } catch (JsonProcessingException e) {
                throw new InvalidParameter(
                        "The parameter '" + spec.name() + "' is not valid JSON: " + e.getOriginalMessage(), e);
            }
        }
        if (!spec.repeats()) {
            return value;
        }
        ArrayNode list = MAPPER.createArrayNode();
        if (value.isArray()) {
            value.forEach(item -> list.add(
                    spec.kind() == ParameterSpec.Kind.OBJECTS && item.isTextual() ? parsed(spec, item) : item));
        } else if (value.isTextual()) {
            for (String item : value.textValue().split(",")) {
                if (!item.isBlank()) {
                    list.add(item.strip());
                }
            }
        } else {
            list.add(value);
        }
        return list;
    }

    private static JsonNode parsed(ParameterSpec spec, JsonNode item) {
        try {
            return MAPPER.readTree(item.textValue());
        } catch (JsonProcessingException e) {
            throw new InvalidParameter(
                    "The parameter '" + spec.name() + "' is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static boolean isNested(ParameterSpec.Kind kind) {
        return switch (kind) {
            case OBJECT, OBJECTS, TEXT_MAP, TEXTS -> true;
            default -> false;
        };
    }

    private static String pathOf(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : e.getPath()) {
            if (reference.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            } else {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    private static String at(ObjectNode values, JsonMappingException e) {
        JsonNode value = values;
        for (JsonMappingException.Reference reference : e.getPath()) {
            value = reference.getFieldName() != null
                    ? value.path(reference.getFieldName())
                    : value.path(reference.getIndex());
        }
        return value.toString();
    }

    /** Reads the durations that people write. */
    private static final class DurationReader extends StdScalarDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            try {
                return Durations.parse(text.toLowerCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw JsonMappingException.from(parser, e.getMessage(), e);
            }
        }
    }
}
