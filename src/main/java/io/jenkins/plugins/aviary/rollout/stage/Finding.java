package io.jenkins.plugins.aviary.rollout.stage;

/** What an analysis found of the new release. */
public enum Finding {
    /** It is not worse than the old one. */
    PASS,
    /** It is worse. */
    FAIL,
    /** There is too little to tell. */
    INCONCLUSIVE
}
