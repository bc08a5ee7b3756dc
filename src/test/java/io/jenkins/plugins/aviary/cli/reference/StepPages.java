package io.jenkins.plugins.aviary.cli.reference;

import io.jenkins.plugins.aviary.operation.OperationType;

/** What of the documentation of steps follows from the catalogue. */
public final class StepPages {
    private StepPages() {}

    /** The page of a step, with its table of parameters filled in. */
    public static String page(OperationType type, String written) {
        return StepReference.page(type, written);
    }

    /** The list of all steps. */
    public static String index(Iterable<OperationType> types) {
        return StepReference.index(types);
    }

    /** The JSON Schema of every step's arguments. */
    public static String schema(Iterable<OperationType> types) {
        return StepSchema.of(types);
    }
}
