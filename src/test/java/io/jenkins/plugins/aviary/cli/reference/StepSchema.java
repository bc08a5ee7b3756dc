package io.jenkins.plugins.aviary.cli.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.ParameterSpec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON Schema of every step's arguments: an object with a definition for each step. */
final class StepSchema {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final String DURATION = "^ *(\\d+d *)?(\\d+h *)?(\\d+m *)?(\\d+s *)?(\\d+ms *)?$";

    private StepSchema() {}

    static String of(Iterable<OperationType> types) {
        ObjectNode schema = MAPPER.createObjectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "The arguments of Aviary's steps")
                .put("description", "Arguments by the step's name; a step's own schema is in $defs.")
                .put("type", "object")
                .put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ObjectNode definitions = schema.putObject("$defs");
        for (OperationType type : types) {
            properties.putObject(type.name()).put("$ref", "#/$defs/" + type.name());
            definitions.set(type.name(), step(type));
        }
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode step(OperationType type) {
        ObjectNode step =
                MAPPER.createObjectNode().put("description", type.summary()).put("type", "object");
        step.put("additionalProperties", false);
        ArrayNode required = MAPPER.createArrayNode();
        ObjectNode properties = MAPPER.createObjectNode();
        for (ParameterSpec spec : type.parameters()) {
            ObjectNode property = value(spec.type());
            property.put("description", spec.description());
            if (!spec.defaultText().isEmpty()) {
                property.set("default", otherwise(spec));
            }
            properties.set(spec.name(), property);
            if (spec.required()) {
                required.add(spec.name());
            }
        }
        step.set("properties", properties);
        if (!required.isEmpty()) {
            step.set("required", required);
        }
        return step;
    }

    private static com.fasterxml.jackson.databind.JsonNode otherwise(ParameterSpec spec) {
        String text = spec.defaultText();
        return switch (spec.kind()) {
            case FLAG -> MAPPER.valueToTree(Boolean.valueOf(text));
            case INTEGER -> MAPPER.valueToTree(Long.valueOf(text));
            case NUMBER -> MAPPER.valueToTree(Double.valueOf(text));
            case TEXTS -> MAPPER.valueToTree(List.of(text.split(",")));
            default -> MAPPER.valueToTree(text);
        };
    }

    private static ObjectNode value(Type type) {
        ObjectNode value = MAPPER.createObjectNode();
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == Map.class) {
                value.put("type", "object").set("additionalProperties", value(last));
            } else if (generic.getRawType() == Optional.class) {
                return value(last);
            } else {
                value.put("type", "array").set("items", value(last));
            }
        } else if (type instanceof Class<?> plain) {
            plain(plain, value);
        }
        return value;
    }

    private static void plain(Class<?> type, ObjectNode value) {
        if (type == String.class) {
            value.put("type", "string");
        } else if (type == boolean.class || type == Boolean.class) {
            value.put("type", "boolean");
        } else if (type == double.class || type == Double.class) {
            value.put("type", "number");
        } else if (type == Duration.class) {
            value.put("type", "string").put("pattern", DURATION).put("minLength", 1);
        } else if (type.isEnum()) {
            ArrayNode choices = value.putArray("enum");
            StepReference.constants(type).forEach(choices::add);
        } else if (type.isRecord()) {
            value.put("type", "object").put("additionalProperties", false);
            ObjectNode properties = value.putObject("properties");
            for (RecordComponent component : type.getRecordComponents()) {
                ObjectNode property = value(component.getGenericType());
                Optional.ofNullable(component.getAnnotation(Parameter.class))
                        .ifPresent(described -> property.put("description", described.value()));
                properties.set(component.getName(), property);
            }
        } else {
            value.put("type", "integer");
        }
    }
}
