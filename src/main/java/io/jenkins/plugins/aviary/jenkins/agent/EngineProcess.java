package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import io.jenkins.plugins.aviary.operation.Event;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Consumer;
import org.jenkinsci.plugins.durabletask.BourneShellScript;
import org.jenkinsci.plugins.durabletask.Controller;
import org.jenkinsci.plugins.workflow.FilePathUtils;

/**
 * The process of one operation, as the controller knows it. It is kept with the pipeline, so that a restarted controller
 * and a reconnected agent find it again. Used by one thread at a time.
 */
final class EngineProcess implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String node;
    private final String workspace;
    private final String control;

    /** Null until it is launched. */
    private Controller controller;

    /** How many bytes of its events are in the ledger. */
    private long eventsTaken;

    EngineProcess(FilePath workspace) throws AbortException {
        this.node = FilePathUtils.getNodeName(workspace);
        this.workspace = workspace.getRemote();
        this.control = AgentFolder.newControlFolder(workspace).getRemote();
    }

    private EngineProcess(String node, String workspace, String control) {
        this.node = node;
        this.workspace = workspace;
        this.control = control;
    }

    /** Another process in the same place, not yet launched. */
    EngineProcess again() {
        String folder = control.substring(0, control.lastIndexOf("aviary-"));
        return new EngineProcess(node, workspace, folder + "aviary-" + UUID.randomUUID());
    }

    String place() {
        return workspace + " on " + (node.isEmpty() ? "the built-in node" : node);
    }

    boolean launched() {
        return controller != null;
    }

    /** The workspace, or null while its agent is away. */
    FilePath workspace() {
        return FilePathUtils.find(node, workspace);
    }

    /** Whether its agent answers. */
    boolean isReachable() throws InterruptedException {
        try {
            FilePath at = workspace();
            return at != null && at.exists();
        } catch (IOException e) {
            return false;
        }
    }

    private FilePath control(FilePath at) {
        return at.child(control);
    }

    /**
     * Where the shell is started that starts the engine, which knows its workspace by itself. The shell's own wrapper puts
     * paths between single quotes as they are, so that it cannot start in one that has such a quote.
     */
    private static FilePath shellFolder(FilePath at) throws AbortException {
        return at.getRemote().contains("'") ? AgentFolder.of(at) : at;
    }

    /** Whether an earlier launch got so far that a process may be running. */
    boolean mayRun(FilePath at) throws IOException, InterruptedException {
        return control(at).exists();
    }

    /** Starts it. */
    void launch(FilePath at, EnvVars variables, Launcher launcher, TaskListener listener, PrepareControl preparation)
            throws IOException, InterruptedException {
        if (!launcher.isUnix()) {
            throw new AbortException("Aviary's steps run on Linux and other Unix agents; " + place()
                    + " is none. Run them in a node block with a label of such agents.");
        }
        FilePath engine = EngineJar.shipped().installedIn(AgentFolder.of(at));
        String java = at.act(new AgentJava());
        FilePath folder = control(at);
        folder.act(preparation);
        BourneShellScript script = new BourneShellScript(EngineScript.of(java, engine.getRemote(), folder.getRemote()));
        script.charset(StandardCharsets.UTF_8);
        controller = script.launch(new EnvVars(variables), shellFolder(at), launcher, listener);
    }

    /** Copies what is new in its output to the log; whether there was something. */
    boolean copyLog(FilePath at, MaskingStream log) throws IOException, InterruptedException {
        return controller.writeLog(shellFolder(at), log);
    }

    /** Hands over what is new in its events; whether there was something. */
    boolean takeEvents(FilePath at, Consumer<Event> taker) throws IOException, InterruptedException {
        boolean any = false;
        while (true) {
            byte[] portion = control(at).child("events.jsonl").act(new ReadBounded(eventsTaken, EventIntake.PORTION));
            int taken = EventIntake.take(portion, taker);
            if (taken == 0) {
                return any;
            }
            eventsTaken += taken;
            any = true;
        }
    }

    /** The exit code, or null while it runs. */
    Integer exit(FilePath at, Launcher launcher, TaskListener listener) throws IOException, InterruptedException {
        return controller.exitStatus(shellFolder(at), launcher, listener);
    }

    /** What it said at its end. */
    EngineResult result(FilePath at, int exit) throws IOException, InterruptedException {
        return EngineResult.parse(control(at).child("result.json").act(new ReadBounded(0, EngineResult.LARGEST)), exit);
    }

    /** Asks it and everything that it started to end. */
    void stop(FilePath at, Launcher launcher) throws IOException, InterruptedException {
        controller.stop(shellFolder(at), launcher);
    }

    /** Removes its files. */
    void cleanUp(FilePath at) throws IOException, InterruptedException {
        if (controller != null) {
            controller.cleanup(shellFolder(at));
        }
        control(at).deleteRecursive();
    }

    String status(FilePath at, Launcher launcher) throws IOException, InterruptedException {
        return controller == null ? "being started" : controller.getDiagnostics(shellFolder(at), launcher);
    }
}
