package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Lays small files below a folder of the agent, each as a whole.
 *
 * @param texts what they hold, by their relative paths, which the controller chose
 */
record PlaceTexts(HashMap<String, String> texts) implements ControllerToAgentFileCallable<Void> {
    @Override
    public Void invoke(File folder, VirtualChannel channel) throws IOException {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path place = folder.toPath().resolve(text.getKey());
            Path parent = Objects.requireNonNull(place.getParent(), "every place lies in a folder");
            Files.createDirectories(parent);
            Path draft = Files.createTempFile(parent, ".incoming-", "");
            Files.writeString(draft, text.getValue(), StandardCharsets.UTF_8);
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
        }
        return null;
    }
}
