package io.jenkins.plugins.aviary.model;

import java.util.List;

/**
 * What an environment demands of the provenance of an artifact. A provenance that is there must hold in any case.
 *
 * @param required whether an artifact without one is refused
 * @param keys the verifier keys, {@code name+id+base64}, of other installations whose artifacts are trusted as well
 */
public record ProvenanceDemand(boolean required, List<String> keys) {
    /** What holds where {@code aviary.yml} says nothing. */
    public static final ProvenanceDemand DEFAULT = new ProvenanceDemand(false, List.of());

    /** Copies the keys. */
    public ProvenanceDemand {
        keys = List.copyOf(keys);
    }
}
