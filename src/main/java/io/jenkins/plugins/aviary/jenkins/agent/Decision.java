package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.AbortException;
import hudson.console.ModelHyperlinkNote;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What an operation asks a person, and the parameters with which it goes on if they say yes. */
public final class Decision implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id = UUID.randomUUID().toString();
    private final String question;
    private final TreeMap<String, String> resume;

    /** A question, and what the operation is given in addition if the answer is yes. */
    public Decision(String question, Map<String, String> resume) {
        this.question = question;
        this.resume = new TreeMap<>(resume);
    }

    /** Its id, unique for ever. */
    public String getId() {
        return id;
    }

    /** What is asked, from the operation: a text that is not trusted. */
    public String getQuestion() {
        return question;
    }

    Map<String, String> resume() {
        return resume;
    }

    void announce(Run<?, ?> run, TaskListener listener, String step) {
        listener.getLogger().println(step + " cannot tell: " + question);
        listener.getLogger().println(ModelHyperlinkNote.encodeTo("/" + run.getUrl() + "aviary/", "Decide"));
    }

    AbortException refused(String step, String by) {
        return new AbortException(step + ": " + question + " (" + by + " decided not to go on)");
    }
}
