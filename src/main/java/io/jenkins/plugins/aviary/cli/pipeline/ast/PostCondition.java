package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of a {@code post} section, in the order in which Jenkins runs them (the ordinals of the
 * {@code BuildCondition} extensions of pipeline-model-definition).
 */
public enum PostCondition {
    /** However it ended. */
    ALWAYS("always"),
    /** The result differs from that of the run before. */
    CHANGED("changed"),
    /** It is a success and the run before was not. */
    FIXED("fixed"),
    /** The result is worse than that of the run before. */
    REGRESSION("regression"),
    /** It was cancelled. */
    ABORTED("aborted"),
    /** It is a success. */
    SUCCESS("success"),
    /** It is no success. */
    UNSUCCESSFUL("unsuccessful"),
    /** It is unstable. */
    UNSTABLE("unstable"),
    /** It failed. */
    FAILURE("failure"),
    /** It was not built. */
    NOT_BUILT("notBuilt"),
    /** However it ended, after all others. */
    CLEANUP("cleanup");

    private final String word;

    PostCondition(String word) {
        this.word = word;
    }

    /** Its name in a Jenkinsfile. */
    public String word() {
        return word;
    }

    /** The condition with the given name. */
    public static Optional<PostCondition> named(String word) {
        return Arrays.stream(values())
                .filter(condition -> condition.word.equals(word))
                .findFirst();
    }

    /** All names. */
    public static List<String> words() {
        return Arrays.stream(values()).map(PostCondition::word).toList();
    }
}
