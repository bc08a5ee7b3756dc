package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.AbortException;
import hudson.FilePath;
import hudson.PluginWrapper;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import jenkins.agents.ControllerToAgentFileCallable;
import jenkins.model.Jenkins;

/**
 * The engine: it travels inside the plugin, where no class loader looks, and is kept on each agent under its digest, so
 * that it crosses the wire once per version. Safe for use by several threads.
 */
public final class EngineJar {
    private static final String PLACE = "WEB-INF/engine/aviary-cli.jar";

    private final Path file;
    private final String digest;

    private EngineJar(Path file, String digest) {
        this.file = file;
        this.digest = digest;
    }

    private static final class Holder {
        private static final EngineJar SHIPPED = shipped();

        private static EngineJar shipped() {
            PluginWrapper plugin = Jenkins.get().getPluginManager().whichPlugin(EngineJar.class);
            try {
                Path file = Path.of(plugin.baseResourceURL.toURI()).resolve(PLACE);
                return new EngineJar(file, Digest.of(file).hex());
            } catch (UncheckedIOException | URISyntaxException e) {
                throw new IllegalStateException(
                        "The engine is missing in the plugin Aviary (" + PLACE + "); install the plugin again.", e);
            }
        }
    }

    /** The engine of the plugin that runs here; its digest is computed once. */
    static EngineJar shipped() {
        return Holder.SHIPPED;
    }

    /** Where the engine lies in the plugin. */
    public static Path shippedFile() {
        return shipped().file;
    }

    /**
     * Makes sure that the engine is on an agent, whole.
     *
     * @param root Aviary's folder on the agent
     * @return where it is there
     */
    FilePath installedIn(FilePath root) throws IOException, InterruptedException {
        FilePath place = root.child("engine").child(digest + ".jar");
        if (place.act(new IsWhole(digest))) {
            return place;
        }
        FilePath draft = place.getParent().child(digest + "." + UUID.randomUUID() + ".new");
        try (InputStream content = Files.newInputStream(file)) {
            draft.copyFrom(content);
        }
        if (!draft.act(new TakeItsPlace(digest))) {
            throw new AbortException(
                    "The engine arrived damaged at " + draft.getRemote() + "; look at the agent's disk and try again.");
        }
        return place;
    }

    /** Whether a file has the digest that its name promises. */
    private record IsWhole(String digest) implements ControllerToAgentFileCallable<Boolean> {
        @Override
        public Boolean invoke(File file, VirtualChannel channel) throws IOException {
            return Files.isRegularFile(file.toPath())
                    && Digest.of(file.toPath()).hex().equals(digest);
        }
    }

    /** Gives a draft its final name if it is whole; several agents' executors may do this at once. */
    private record TakeItsPlace(String digest) implements ControllerToAgentFileCallable<Boolean> {
        @Override
        public Boolean invoke(File draft, VirtualChannel channel) throws IOException {
            Path from = draft.toPath();
            if (!Digest.of(from).hex().equals(digest)) {
                Files.delete(from);
                return false;
            }
            Path to = from.resolveSibling(digest + ".jar");
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
            }
            return true;
        }
    }
}
