package io.jenkins.plugins.aviary.scan.finding;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The findings that an earlier scan of a branch had.
 *
 * @param findings what they are recognised by
 * @param suppressions what was accepted then, as {@link Suppression#key()}
 */
public record Baseline(List<Finding.Marks> findings, List<String> suppressions) {
    /** Takes copies. */
    public Baseline {
        findings = List.copyOf(findings);
        suppressions = List.copyOf(suppressions);
    }

    /**
     * Tells which of some findings are new. Each finding of the baseline answers for one of now: first for one with the
     * same code around it, then for one with the same code in changed surroundings.
     *
     * @param now the findings of now, marked
     * @return for each of them whether it is new
     */
    public boolean[] fresh(List<Finding> now) {
        Map<String, Integer> byNear = new HashMap<>();
        Map<String, String> nearOf = new HashMap<>();
        for (Finding.Marks known : findings) {
            nearOf.put(known.fingerprint(), known.near());
            byNear.merge(known.near(), 1, Integer::sum);
        }
        boolean[] fresh = new boolean[now.size()];
        for (int i = 0; i < fresh.length; i++) {
            String near = nearOf.remove(now.get(i).marks().fingerprint());
            fresh[i] = near == null;
            if (near != null) {
                byNear.merge(near, -1, Integer::sum);
            }
        }
        for (int i = 0; i < fresh.length; i++) {
            String near = now.get(i).marks().near();
            if (fresh[i] && byNear.getOrDefault(near, 0) > 0) {
                fresh[i] = false;
                byNear.merge(near, -1, Integer::sum);
            }
        }
        return fresh;
    }
}
