package io.jenkins.plugins.aviary.operation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps that there are, by name. From it come the sub-commands of the CLI, the steps of the local Jenkinsfile
 * runner, the reference pages and the schema of arguments.
 */
public final class Catalogue {
    private final Map<String, OperationType> byName = new LinkedHashMap<>();

    /** A catalogue of the given operations, in this order. */
    public Catalogue(List<Class<? extends Operation<?>>> operations) {
        for (Class<? extends Operation<?>> operation : operations) {
            OperationType type = new OperationType(operation);
            if (byName.putIfAbsent(type.name(), type) != null) {
                throw new IllegalArgumentException("Two operations are named " + type.name());
            }
        }
    }

    /** All steps. */
    public Collection<OperationType> all() {
        return List.copyOf(byName.values());
    }

    /** The step with the given name, if there is one. */
    public Optional<OperationType> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The step with the given name.
     *
     * @throws InvalidParameter if there is none, naming the nearest
     */
    public OperationType get(String name) {
        return find(name)
                .orElseThrow(() -> new InvalidParameter("There is no step '" + name + "'"
                        + NearestName.suggestion(name, new ArrayList<>(byName.keySet()))));
    }
}
