package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public class AutoCompletionCandidates implements org.kohsuke.stapler.HttpResponse {
    private AutoCompletionCandidates() {}
}
