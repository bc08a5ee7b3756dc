package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.host.ReleaseOverlay.Change;
import io.jenkins.plugins.aviary.host.ReleaseOverlay.State;
import io.jenkins.plugins.aviary.model.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What differs between a workspace and a running release, and what takes it up.
 *
 * @param changes the files that a reload takes up
 * @param reloads the words of the reloads that do, in their order
 * @param needsRestart the paths of changed files that no reload takes up
 */
record HotPlan(List<Change> changes, List<String> reloads, List<String> needsRestart) {
    HotPlan {
        changes = List.copyOf(changes);
        reloads = List.copyOf(reloads);
        needsRestart = List.copyOf(needsRestart);
    }

    /** Which files of a host have to be looked at: all that a reload could take up, here or there. */
    static Set<String> toLookAt(Set<String> here, State state, ReloadRules rules) {
        Set<String> paths = new TreeSet<>(here);
        paths.addAll(state.delivered().keySet());
        paths.addAll(state.added());
        paths.removeIf(path -> rules.reloadOf(path).isEmpty() || rules.isIrrelevant(path));
        return paths;
    }

    /**
     * Compares.
     *
     * @param here the digests of the workspace's files by their path in a release
     * @param there the digests of the host's files that were looked at
     * @param comesFromHere whether a path is one that the workspace would have
     */
    static HotPlan of(
            Map<String, Digest> here,
            Map<String, Digest> there,
            State state,
            ReloadRules rules,
            Predicate<String> comesFromHere) {
        List<Change> changes = new ArrayList<>();
        Set<String> reloads = new TreeSet<>();
        List<String> needsRestart = new ArrayList<>();
        Set<String> all = new TreeSet<>(here.keySet());
        all.addAll(state.delivered().keySet());
        all.addAll(state.added());
        for (String path : all) {
            Optional<Digest> wanted = Optional.ofNullable(here.get(path));
            if (rules.isIrrelevant(path) || wanted.isEmpty() && !comesFromHere.test(path)) {
                continue;
            }
            Optional<String> reload = rules.reloadOf(path);
            Optional<Digest> present = Optional.ofNullable(
                    reload.isPresent() ? there.get(path) : state.delivered().get(path));
            if (present.equals(wanted)) {
                continue;
            }
            if (reload.isPresent()) {
                changes.add(new Change(path, present, wanted));
                reloads.add(reload.get());
            } else {
                needsRestart.add(path);
            }
        }
        return new HotPlan(changes, rules.inOrder(reloads), needsRestart);
    }

    List<String> paths() {
        return changes.stream().map(Change::path).toList();
    }
}
