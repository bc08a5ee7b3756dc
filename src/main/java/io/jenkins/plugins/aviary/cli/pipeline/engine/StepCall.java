package io.jenkins.plugins.aviary.cli.pipeline.engine;

import groovy.lang.Closure;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.NearestName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One call of a step: its arguments, its block, and where it is called. */
public final class StepCall {
    private final StepSignature signature;
    private final Map<String, Object> arguments;
    private final Optional<Closure<?>> block;
    private final Scope scope;

    private StepCall(StepSignature signature, Map<String, Object> arguments, Optional<Closure<?>> block, Scope scope) {
        this.signature = signature;
        this.arguments = arguments;
        this.block = block;
        this.scope = scope;
    }

    /**
     * Reads the arguments as Groovy passes them: named ones as a first map, a block as the last.
     *
     * @throws InvalidParameter if they do not fit the step
     */
    static StepCall of(StepSignature signature, Object[] given, Scope scope) {
        int count = given.length;
        Optional<Closure<?>> block = Optional.empty();
        if (count > 0 && given[count - 1] instanceof Closure<?> closure) {
            block = Optional.of(closure);
            count--;
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        if (count == 1 && given[0] instanceof Map<?, ?> named && isNamed(signature, named)) {
            arguments.putAll(PlainValues.mapOf(named));
        } else if (count == 1) {
            String sole = signature
                    .sole()
                    .orElseThrow(() -> new InvalidParameter(
                            "'" + signature.name() + "' takes no value without a name; " + known(signature)));
            if (given[0] != null) {
                arguments.put(sole, PlainValues.of(given[0]));
            }
        } else if (count > 1) {
            throw new InvalidParameter("'" + signature.name() + "' takes one value, or several with their names, as in "
                    + signature.name() + "(name: value)");
        }
        StepCall call = new StepCall(signature, arguments, block, scope);
        call.check();
        return call;
    }

    /** A map is the one value of a step if none of its keys is a parameter. */
    private static boolean isNamed(StepSignature signature, Map<?, ?> map) {
        return signature.open()
                || signature.sole().isEmpty()
                || map.keySet().stream().anyMatch(key -> signature.parameters().contains(String.valueOf(key)))
                || map.keySet().stream().noneMatch(key -> String.valueOf(key).startsWith("$"));
    }

    private static String known(StepSignature signature) {
        return signature.parameters().isEmpty()
                ? "it has no parameters"
                : "its parameters are " + String.join(", ", signature.parameters());
    }

    private void check() {
        String name = signature.name();
        for (String given : arguments.keySet()) {
            if (!signature.open() && !signature.parameters().contains(given)) {
                throw new InvalidParameter("'" + name + "' has no parameter '" + given + "'"
                        + (signature.parameters().isEmpty()
                                ? ""
                                : NearestName.suggestion(given, signature.parameters())));
            }
        }
        for (String needed : signature.required()) {
            if (arguments.get(needed) == null) {
                throw new InvalidParameter("'" + name + "' needs the parameter '" + needed + "'");
            }
        }
        if (signature.block() == StepSignature.Block.REQUIRED && block.isEmpty()) {
            throw new InvalidParameter("'" + name + "' needs a block: " + name + "(...) { ... }");
        }
        if (signature.block() == StepSignature.Block.NONE && block.isPresent()) {
            throw new InvalidParameter("'" + name + "' takes no block");
        }
    }

    /** Where the step is called. */
    public Scope scope() {
        return scope;
    }

    /** The step's name. */
    public String name() {
        return signature.name();
    }

    /** The arguments by parameter name. */
    public Map<String, Object> arguments() {
        return arguments;
    }

    /** Whether an argument is given and is not null. */
    public boolean has(String parameter) {
        return arguments.get(parameter) != null;
    }

    /** A text argument, or the default. */
    public String text(String parameter, String otherwise) {
        Object value = arguments.get(parameter);
        return value == null ? otherwise : value.toString();
    }

    /** A text argument, or empty. */
    public String text(String parameter) {
        return text(parameter, "");
    }

    /** A true-or-false argument, or the default. */
    public boolean flag(String parameter, boolean otherwise) {
        Object value = arguments.get(parameter);
        return value == null ? otherwise : Boolean.parseBoolean(value.toString());
    }

    /**
     * A whole-number argument, or the default.
     *
     * @throws InvalidParameter if it is no number
     */
    public long number(String parameter, long otherwise) {
        Object value = arguments.get(parameter);
        if (value == null) {
            return otherwise;
        }
        try {
            return value instanceof Number number
                    ? number.longValue()
                    : Long.parseLong(value.toString().strip());
        } catch (NumberFormatException e) {
            throw new InvalidParameter(
                    "'" + name() + "' needs a whole number for '" + parameter + "', not '" + value + "'", e);
        }
    }

    /** The block, to be run in the given scope. */
    public Body bodyIn(Scope inner) {
        Closure<?> closure = block.orElseThrow();
        return () -> inner.within(closure::call);
    }

    /** The block as it is written, if there is one. */
    public Optional<Closure<?>> block() {
        return block;
    }
}
