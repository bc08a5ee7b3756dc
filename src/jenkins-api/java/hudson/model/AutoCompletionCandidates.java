package hudson.model;

public class AutoCompletionCandidates implements org.kohsuke.stapler.HttpResponse {
    private AutoCompletionCandidates() {}
}
