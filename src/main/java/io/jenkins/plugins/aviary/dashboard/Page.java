package io.jenkins.plugins.aviary.dashboard;

import java.util.List;

/**
 * Some of many.
 *
 * @param total how many there are
 * @param skip how many come before these
 * @param items these
 */
record Page<T>(int total, int skip, List<T> items) {
    /** The parameters that choose the part. */
    static final List<String> PARAMETERS = List.of("skip", "limit");

    private static final int USUAL = 50;
    private static final int MOST = 500;

    /** The part that a question asks for. */
    static <T> Page<T> of(List<T> all, Query query) {
        int limit = query.integer("limit", USUAL, 1, MOST);
        int skip = query.integer("skip", 0, 0, Integer.MAX_VALUE);
        int from = Math.min(skip, all.size());
        return new Page<>(all.size(), from, List.copyOf(all.subList(from, Math.min(all.size(), from + limit))));
    }

    /** The same part with other items in the place of these. */
    <R> Page<R> map(java.util.function.Function<T, R> each) {
        return new Page<>(total, skip, items.stream().map(each).toList());
    }
}
