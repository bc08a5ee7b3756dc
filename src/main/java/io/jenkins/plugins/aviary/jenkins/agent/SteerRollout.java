package io.jenkins.plugins.aviary.jenkins.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Puts what a person wants of a rollout into the folder that operations keep on the agent, where the operation that runs it
 * takes it; answers why that cannot be, or nothing.
 *
 * @param rollout its id
 * @param name the name of the file, in the order of time
 * @param wish the wish in JSON
 */
record SteerRollout(String rollout, String name, String wish) implements ControllerToAgentFileCallable<String> {
    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,199}";

    /** What somebody wants now. */
    static SteerRollout by(String who, String rollout, RolloutWish what, String reason, Instant now) {
        String wish = JsonNodeFactory.instance
                .objectNode()
                .put("at", now.toString())
                .put("what", what.name())
                .put("who", who)
                .put("reason", reason)
                .toString();
        return new SteerRollout(rollout, now.toEpochMilli() + "-" + UUID.randomUUID(), wish);
    }

    @Override
    public String invoke(File home, VirtualChannel channel) throws IOException {
        // The id came from an agent's event.
        Path wishes = rollout.matches(ID)
                ? home.toPath().resolve("rollouts").resolve(rollout).resolve("wishes")
                : home.toPath();
        if (!rollout.matches(ID) || !Files.isDirectory(wishes)) {
            return "There is no rollout '" + rollout + "' on the agent";
        }
        Path beside = wishes.resolve(name + ".new");
        Files.write(beside, wish.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
        Files.move(beside, wishes.resolve(name + ".json"), StandardCopyOption.ATOMIC_MOVE);
        return "";
    }
}
