package io.jenkins.plugins.aviary.jenkins.step;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.NearestName;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings what a pipeline gives a step into the types that the step takes, or says in one line what cannot be: what Jenkins itself
 * would say fills the log with a stack trace, and of a name that nobody knows it only warns.
 */
final class PipelineValues {
    private static final Set<Class<?>> WHOLE = Set.of(int.class, Integer.class, long.class, Long.class);

    private final String step;

    PipelineValues(String step) {
        this.step = step;
    }

    /**
     * The values as a class takes them.
     *
     * @param type a step, or an object among the parameters of one
     * @param place what stands before the names, such as {@code stages[0].}
     * @throws InvalidParameter naming the first that is wrong
     */
    Map<String, Object> of(Class<?> type, String place, Map<?, ?> given) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<?, ?> one : given.entrySet()) {
            String name = String.valueOf(one.getKey());
            if (one.getValue() != null) {
                values.put(name, value(place + name, wanted(type, place, name), one.getValue()));
            }
        }
        return values;
    }

    private Type wanted(Class<?> type, String place, String name) {
        List<Method> getters = Stream.of(type.getDeclaredMethods())
                .filter(one -> one.getParameterCount() == 0 && Modifier.isPublic(one.getModifiers()))
                .filter(one -> one.getName().matches("(get|is)[A-Z].*"))
                .toList();
        for (Method getter : getters) {
            if (name.equals(parameter(getter))) {
                return getter.getGenericReturnType();
            }
        }
        throw new InvalidParameter(step + " has no parameter '" + place + name + "'"
                + NearestName.suggestion(
                        name,
                        getters.stream()
                                .map(PipelineValues::parameter)
                                .collect(Collectors.toCollection(TreeSet::new))));
    }

    private static String parameter(Method getter) {
        String name = getter.getName().replaceFirst("^(get|is)", "");
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private Object value(String name, Type wanted, Object given) {
        if (wanted instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class ? map(name, given) : list(name, arguments[0], given);
        }
        Class<?> type = (Class<?>) wanted;
        String text = given instanceof CharSequence || given instanceof Number || given instanceof Boolean
                ? given.toString()
                : null;
        if (type == String.class && text != null) {
            return text;
        }
        if (WHOLE.contains(type) && text != null && text.strip().matches("[+-]?[0-9]{1,9}")) {
            return Integer.valueOf(text.strip());
        }
        if (type == double.class && text != null && text.strip().matches("[+-]?[0-9]{1,15}([.][0-9]{1,15})?")) {
            return Double.valueOf(text.strip());
        }
        if (type == boolean.class && text != null && text.strip().matches("(?i)true|false")) {
            return Boolean.valueOf(text.strip());
        }
        if (OperationObject.class.isAssignableFrom(type) && given instanceof Map<?, ?> fields) {
            return of(type, name + ".", fields);
        }
        if (type.isInstance(given)) {
            return given;
        }
        throw refused(name, form(type), given);
    }

    private Object list(String name, Type element, Object given) {
        List<Object> items = new ArrayList<>();
        if (given instanceof Collection<?> several) {
            for (Object item : several) {
                items.add(value(name + "[" + items.size() + "]", element, item));
            }
        } else if (given instanceof CharSequence && element == String.class) {
            Stream.of(given.toString().split(","))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .forEach(items::add);
        } else if (given instanceof Map) {
            items.add(value(name + "[0]", element, given));
        } else {
            throw refused(name, element == String.class ? "a list of texts" : "a list of objects in [ ]", given);
        }
        return items;
    }

    private Object map(String name, Object given) {
        if (!(given instanceof Map<?, ?> entries)) {
            throw refused(name, "texts by name, such as [name: 'text']", given);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        entries.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        return texts;
    }

    private static String form(Class<?> type) {
        if (WHOLE.contains(type)) {
            return "a whole number";
        }
        if (type == double.class) {
            return "a number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        return type == String.class ? "a text" : "an object, such as [name: 'value']";
    }

    private InvalidParameter refused(String name, String form, Object given) {
        String shown = given instanceof CharSequence ? "'" + given + "'" : String.valueOf(given);
        return new InvalidParameter(step + ": the parameter '" + name + "' is " + form + ", not "
                + (shown.length() > 100 ? shown.substring(0, 100) + " ..." : shown));
    }
}
