package io.jenkins.plugins.aviary.jenkins.step;

import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.ParameterSpec;
import io.jenkins.plugins.aviary.operation.ParameterSpec.Kind;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The sources of a step's class and form, as they follow from its operation. */
final class StepSources {
    private static final String JAVA = "src/main/java/io/jenkins/plugins/aviary/jenkins/step/";
    private static final String RESOURCES = "src/main/resources/io/jenkins/plugins/aviary/jenkins/step/";

    private final String stepName;
    private final String className;
    private final String summary;
    private final List<ParameterSpec> parameters;
    private final List<ParameterSpec> required;
    private final List<ParameterSpec> optional;

    StepSources(OperationType type) {
        this(type.name(), className(type), type.summary(), parameters(type));
    }

    /** The parameters that a pipeline gives: a block needs not say which end of it is meant. */
    static List<ParameterSpec> parameters(OperationType type) {
        return type.parameters().stream()
                .filter(spec ->
                        !type.name().equals("maintenanceWindow") || !spec.name().matches("phase|id"))
                .toList();
    }

    private StepSources(String stepName, String className, String summary, List<ParameterSpec> parameters) {
        this.stepName = stepName;
        this.className = className;
        this.summary = summary;
        this.parameters = parameters;
        this.required = parameters.stream().filter(ParameterSpec::required).toList();
        this.optional = parameters.stream().filter(spec -> !spec.required()).toList();
    }

    /** The objects among the parameters. */
    private List<StepSources> objects() {
        return parameters.stream()
                .filter(StepSources::isNested)
                .map(StepSources::nested)
                .distinct()
                .map(record -> new StepSources(
                        "",
                        record.getSimpleName(),
                        humanized(record.getSimpleName()),
                        Arrays.stream(record.getRecordComponents())
                                .map(ParameterSpec::of)
                                .toList()))
                .toList();
    }

    private static boolean isNested(ParameterSpec spec) {
        return spec.kind() == Kind.OBJECT || spec.kind() == Kind.OBJECTS;
    }

    private static Class<?> nested(ParameterSpec spec) {
        return spec.type() instanceof ParameterizedType list
                ? (Class<?>) list.getActualTypeArguments()[0]
                : (Class<?>) spec.type();
    }

    static String className(OperationType type) {
        return capital(type.name()) + "Step";
    }

    /** All files, by their path in the project. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        StringBuilder java = new StringBuilder("package io.jenkins.plugins.aviary.jenkins.step;\n\n");
        imports().forEach(line -> java.append("import ").append(line).append(";\n"));
        java(java, "public final class " + className + " extends OperationStep");
        files.put(JAVA + className + ".java", java.toString());
        resources(files, RESOURCES + className + "/");
        return files;
    }

    private void resources(Map<String, String> files, String folder) {
        files.put(folder + "config.jelly", form());
        if (!stepName.isEmpty()) {
            files.put(folder + "help.html", help(sentence(summary)));
        }
        parameters.forEach(spec -> files.put(folder + "help-" + spec.name() + ".html", help(description(spec))));
        objects().forEach(one -> one.resources(files, folder + one.className + "/"));
    }

    /** The texts of all steps, for their one properties file. */
    static String messages(List<OperationType> types) {
        return types.stream()
                        .map(type -> className(type) + ".displayName="
                                + type.summary().replace("'", "''").replace("{", "'{'"))
                        .sorted()
                        .collect(Collectors.joining("\n"))
                + "\nFormChecks.default=(default)\nFormChecks.required=A value is needed here.\n";
    }

    static String messagesFile() {
        return RESOURCES + "Messages.properties";
    }

    private void java(StringBuilder java, String head) {
        java.append("\n/** ").append(escaped(sentence(summary))).append(" */\n");
        java.append(head).append(" {\n");
        required.forEach(spec -> java.append("private final ")
                .append(javaType(spec))
                .append(' ')
                .append(spec.name())
                .append(";\n"));
        optional.forEach(spec -> java.append("private ")
                .append(javaType(spec))
                .append(' ')
                .append(spec.name())
                .append(initial(spec))
                .append(";\n"));
        java.append("\n/** With what must be given. */\n@DataBoundConstructor\npublic ")
                .append(className)
                .append('(')
                .append(required.stream()
                        .map(spec -> javaType(spec) + " " + spec.name())
                        .collect(Collectors.joining(", ")))
                .append(") {");
        required.forEach(spec -> java.append("this.")
                .append(spec.name())
                .append(" = ")
                .append(taken(spec))
                .append(";\n"));
        java.append("}\n");
        parameters.forEach(spec -> accessors(java, spec));
        java.append("\n@Override\npublic Map<String, Object> parameters() {\n"
                + "Map<String, Object> parameters = new LinkedHashMap<>();\n");
        parameters.forEach(spec -> java.append("GivenValues.add(parameters, \"")
                .append(spec.name())
                .append("\", ")
                .append(given(spec))
                .append(");\n"));
        java.append("return parameters;\n}\n");
        mapSetter(java);
        descriptor(java);
        objects()
                .forEach(one -> one.java(
                        java,
                        "public static final class " + one.className + " extends OperationObject<" + one.className
                                + ">"));
        java.append("}\n");
    }

    private static String given(ParameterSpec spec) {
        return switch (spec.kind()) {
            case OBJECT -> "GivenValues.object(" + spec.name() + ")";
            case OBJECTS -> "GivenValues.objects(" + spec.name() + ")";
            default -> spec.name();
        };
    }

    private List<String> imports() {
        List<ParameterSpec> all = new ArrayList<>(parameters);
        objects().forEach(one -> all.addAll(one.parameters));
        List<String> imports = new ArrayList<>(List.of(
                "hudson.Extension",
                "java.util.LinkedHashMap",
                "java.util.List",
                "java.util.Map",
                "org.kohsuke.stapler.DataBoundConstructor"));
        if (all.stream().anyMatch(spec -> !spec.required())) {
            imports.add("org.kohsuke.stapler.DataBoundSetter");
        }
        boolean checks = all.stream().anyMatch(StepSources::isChecked);
        boolean fills = all.stream().anyMatch(StepSources::isFilled);
        if (checks) {
            imports.add("hudson.util.FormValidation");
        }
        if (fills) {
            imports.add("hudson.util.ListBoxModel");
        }
        if (checks || fills) {
            imports.addAll(List.of(
                    "hudson.model.Item",
                    "org.kohsuke.stapler.AncestorInPath",
                    "org.kohsuke.stapler.QueryParameter",
                    "org.kohsuke.stapler.verb.POST"));
        }
        imports.sort(null);
        return imports;
    }

    private static void accessors(StringBuilder java, ParameterSpec spec) {
        java.append("\n/** ").append(escaped(description(spec))).append(" */\n");
        java.append("public ")
                .append(javaType(spec))
                .append(javaType(spec).equals("boolean") ? " is" : " get")
                .append(capital(spec.name()))
                .append("() {return ")
                .append(spec.name())
                .append(";}\n");
        if (!spec.required()) {
            java.append("\n/** ").append(escaped(description(spec))).append(" */\n");
            java.append("@DataBoundSetter\npublic void set")
                    .append(capital(spec.name()))
                    .append('(')
                    .append(javaType(spec))
                    .append(' ')
                    .append(spec.name())
                    .append(") {this.")
                    .append(spec.name())
                    .append(" = ")
                    .append(taken(spec))
                    .append(";}\n");
        }
    }

    private void mapSetter(StringBuilder java) {
        List<ParameterSpec> maps =
                optional.stream().filter(spec -> spec.kind() == Kind.TEXT_MAP).toList();
        if (!maps.isEmpty()) {
            java.append("\n@Override\nvoid setMap(String name, Map<String, String> values) {\nswitch (name) {\n");
            maps.forEach(spec -> java.append("case \"")
                    .append(spec.name())
                    .append("\" -> set")
                    .append(capital(spec.name()))
                    .append("(values);\n"));
            java.append("default -> super.setMap(name, values);\n}\n}\n");
        }
    }

    private void descriptor(StringBuilder java) {
        String base = stepName.isEmpty() ? "OperationObjectDescriptor<" + className + ">" : "OperationStepDescriptor";
        String name = stepName.isEmpty() ? "" : "\"" + stepName + "\", ";
        String shown = stepName.isEmpty() ? "\"" + summary + "\"" : "Messages." + className + "_displayName()";
        java.append(
                        "\n/** Offers it to pipelines and their forms. */\n@Extension\npublic static final class Description"
                                + " extends ")
                .append(base)
                .append(" {\n/** Made by Jenkins, once. */\npublic Description() {\nsuper(")
                .append(name)
                .append(names(Kind.TEXTS))
                .append(", ")
                .append(names(Kind.TEXT_MAP))
                .append(");\n}\n\n@Override\npublic String getDisplayName() {\nreturn ")
                .append(shown)
                .append(";\n}\n");
        for (ParameterSpec spec : parameters) {
            if (isFilled(spec)) {
                java.append("\n/** What can be chosen for {@code ")
                        .append(spec.name())
                        .append("}. */\n@POST\npublic ListBoxModel doFill")
                        .append(capital(spec.name()))
                        .append("Items(@AncestorInPath Item item, @QueryParameter String ")
                        .append(spec.name())
                        .append(") {return ")
                        .append(
                                isCredential(spec)
                                        ? "FormChecks.credentials(item, " + spec.name() + ")"
                                        : "FormChecks.choices(item, " + spec.name() + ", " + constants(spec) + ")")
                        .append(";}\n");
            } else if (isChecked(spec)) {
                java.append("\n/** Whether {@code ")
                        .append(spec.name())
                        .append("} can be so. */\n@POST\npublic FormValidation doCheck")
                        .append(capital(spec.name()))
                        .append("(@AncestorInPath Item item, @QueryParameter String value) {return ")
                        .append(
                                spec.kind() == Kind.DURATION
                                        ? "FormChecks.duration(item, value, " + spec.required() + ")"
                                        : "FormChecks.required(item, value)")
                        .append(";}\n");
            }
        }
        java.append("}\n");
    }

    private String names(Kind kind) {
        return "List.of("
                + parameters.stream()
                        .filter(spec -> spec.kind() == kind)
                        .map(spec -> "\"" + spec.name() + "\"")
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private String form() {
        StringBuilder jelly = new StringBuilder("<?jelly escape-by-default='true'?>\n"
                + "<j:jelly xmlns:j=\"jelly:core\" xmlns:f=\"/lib/form\" xmlns:c=\"/lib/credentials\">\n");
        required.forEach(spec -> entry(jelly, spec, "  "));
        if (!optional.isEmpty()) {
            String indent = required.isEmpty() ? "  " : "    ";
            jelly.append(required.isEmpty() ? "" : "  <f:advanced>\n");
            optional.forEach(spec -> entry(jelly, spec, indent));
            jelly.append(required.isEmpty() ? "" : "  </f:advanced>\n");
        }
        return jelly.append("</j:jelly>\n").toString();
    }

    private static void entry(StringBuilder jelly, ParameterSpec spec, String indent) {
        String title = "${%" + humanized(spec.name()) + "}";
        if (spec.kind() == Kind.FLAG) {
            jelly.append(indent)
                    .append("<f:entry field=\"")
                    .append(spec.name())
                    .append("\">\n")
                    .append(indent)
                    .append("  <f:checkbox title=\"")
                    .append(title)
                    .append("\" default=\"${")
                    .append(spec.defaultText().equals("true"))
                    .append("}\"/>\n");
        } else {
            jelly.append(indent)
                    .append("<f:entry field=\"")
                    .append(spec.name())
                    .append("\" title=\"")
                    .append(title)
                    .append("\">\n")
                    .append(indent)
                    .append("  ")
                    .append(control(spec))
                    .append('\n');
        }
        jelly.append(indent).append("</f:entry>\n");
    }

    private static String control(ParameterSpec spec) {
        String standard = spec.defaultText().isEmpty() ? "" : " default=\"" + escaped(spec.defaultText()) + "\"";
        return switch (spec.kind()) {
            case TEXTS, TEXT_MAP -> "<f:textarea value=\"${instance.lines('" + spec.name() + "')}\"/>";
            case OBJECT -> "<f:property field=\"" + spec.name() + "\"/>";
            // Its tag looks for the field among its own attributes only.
            case OBJECTS ->
                "<f:repeatableProperty field=\"" + spec.name() + "\" minimum=\"" + (spec.required() ? 1 : 0)
                        + "\"><f:block><f:repeatableDeleteButton/></f:block></f:repeatableProperty>";
            case CHOICE -> "<f:select" + standard + "/>";
            case INTEGER, NUMBER ->
                "<f:number" + (isPrimitive(spec) && standard.isEmpty() ? " default=\"0\"" : standard) + "/>";
            default -> isCredential(spec) ? "<c:select/>" : "<f:textbox" + standard + "/>";
        };
    }

    private static String help(String text) {
        return "<div>\n  " + escaped(text) + "\n</div>\n";
    }

    private static String description(ParameterSpec spec) {
        String otherwise = spec.defaultText().isEmpty() ? "" : " Default: " + spec.defaultText() + ".";
        return sentence(spec.description().isEmpty() ? humanized(spec.name()) : spec.description()) + otherwise;
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static String javaType(ParameterSpec spec) {
        return switch (spec.kind()) {
            case TEXT, DURATION, CHOICE -> "String";
            case FLAG, INTEGER, NUMBER -> ((Class<?>) spec.type()).getSimpleName();
            case TEXTS -> "List<String>";
            case TEXT_MAP -> "Map<String, String>";
            case OBJECT -> nested(spec).getSimpleName();
            case OBJECTS -> "List<" + nested(spec).getSimpleName() + ">";
        };
    }

    private static boolean isPrimitive(ParameterSpec spec) {
        return spec.type() instanceof Class<?> plain && plain.isPrimitive();
    }

    private static String initial(ParameterSpec spec) {
        if (spec.defaultText().isEmpty()) {
            return "";
        }
        String text = spec.defaultText();
        return " = "
                + switch (spec.kind()) {
                    case TEXT, DURATION, CHOICE -> quoted(text);
                    case TEXTS ->
                        "List.of("
                                + Arrays.stream(text.split(","))
                                        .map(item -> quoted(item.strip()))
                                        .collect(Collectors.joining(", "))
                                + ")";
                    case INTEGER -> text + (javaType(spec).equalsIgnoreCase("long") ? "L" : "");
                    case NUMBER -> text.contains(".") ? text : text + ".0";
                    default -> text;
                };
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String taken(ParameterSpec spec) {
        return switch (spec.kind()) {
            case TEXT, DURATION, CHOICE ->
                "GivenValues.text(" + spec.name()
                        + (spec.defaultText().isEmpty() ? ")" : ", " + quoted(spec.defaultText()) + ")");
            case TEXTS -> "GivenValues.list(" + spec.name() + ")";
            case TEXT_MAP -> "GivenValues.map(" + spec.name() + ")";
            default -> spec.name();
        };
    }

    /** A parameter that names a credential by its id. */
    static boolean isCredential(ParameterSpec spec) {
        return spec.kind() == Kind.TEXT && spec.name().toLowerCase(Locale.ROOT).contains("credential");
    }

    private static boolean isFilled(ParameterSpec spec) {
        return spec.kind() == Kind.CHOICE || isCredential(spec);
    }

    private static boolean isChecked(ParameterSpec spec) {
        return !isFilled(spec) && (spec.kind() == Kind.DURATION || spec.kind() == Kind.TEXT && spec.required());
    }

    private static String constants(ParameterSpec spec) {
        return Arrays.stream(((Class<?>) spec.type()).getEnumConstants())
                .map(constant -> quoted(
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .collect(Collectors.joining(", "));
    }

    private static String humanized(String name) {
        return capital(name.replaceAll("([A-Z])", " $1").strip().toLowerCase(Locale.ROOT));
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
