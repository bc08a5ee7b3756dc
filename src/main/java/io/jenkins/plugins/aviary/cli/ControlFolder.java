package io.jenkins.plugins.aviary.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.cli.pipeline.step.OperationSteps;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Masking;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder through which the plugin and the process on the agent talk: {@code request.json} and {@code secrets/} come
 * from the plugin, {@code events.jsonl} and {@code result.json} from the process. Only its owner may read it.
 */
final class ControlFolder {
    private static final long LARGEST_REQUEST = 1 << 20;
    private static final long LARGEST_SECRET = 256 << 10;

    private final Path folder;

    private ControlFolder(Path folder) {
        this.folder = folder;
    }

    static ControlFolder open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidParameter("There is no control folder " + folder + "; the plugin makes it.");
        }
        return new ControlFolder(folder.toAbsolutePath().normalize());
    }

    AgentRequest request() {
        Path file = folder.resolve("request.json");
        try {
            if (Files.size(file) > LARGEST_REQUEST) {
                throw new InvalidParameter("The request is larger than " + LARGEST_REQUEST + " bytes; give less.");
            }
            return JsonFiles.MAPPER.readValue(Files.readAllBytes(file), AgentRequest.class);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof InvalidParameter refused) {
                throw refused;
            }
            throw new InvalidParameter("The request in " + file + " cannot be read: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidParameter("The request in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The environment variables of the operation: those of the process, and where the shared environments are. That a
     * pipeline may not say.
     */
    Map<String, String> environment(Map<String, String> inherited) {
        Map<String, String> environment = new TreeMap<>(inherited);
        Path shared = folder.resolve("environments.yml");
        if (Files.exists(shared)) {
            environment.put(AviaryConfig.SHARED_ENVIRONMENTS, shared.toString());
        } else {
            environment.remove(AviaryConfig.SHARED_ENVIRONMENTS);
        }
        return environment;
    }

    /**
     * Reads the secrets and deletes their files, before anything else is done: from then on they are in this process
     * alone, and gone with it however it ends.
     */
    ReceivedSecrets takeSecrets(Masking masking) throws IOException {
        Path secrets = folder.resolve("secrets");
        if (!Files.isDirectory(secrets)) {
            return new ReceivedSecrets(Map.of(), masking);
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(secrets)) {
            files = entries.toList();
        }
        Map<String, Secret> received = new TreeMap<>();
        for (Path file : files) {
            if (Files.size(file) > LARGEST_SECRET) {
                throw new InvalidParameter("The credential " + file.getFileName() + " is larger than " + LARGEST_SECRET
                        + " bytes; a key or a password is expected.");
            }
            received.put(String.valueOf(file.getFileName()), Secret.of(Files.readString(file)));
            Files.delete(file);
        }
        Files.delete(secrets);
        return new ReceivedSecrets(received, masking);
    }

    /** The events, which are durable once they are here; the plugin puts them into the ledger while the process runs. */
    FileEvents events() {
        return FileEvents.in(folder.resolve("events.jsonl"));
    }

    /**
     * Lays down how it ended; the file is whole or not there. A cancelled operation leaves its thread interrupted, and an
     * interrupted thread cannot write to a channel: the mark is taken away, since nothing is left to interrupt.
     */
    void finish(Outcome<?> outcome, Masking masking) {
        ObjectNode result = JsonFiles.MAPPER.createObjectNode();
        result.put("code", outcome.code().value());
        result.put("summary", masking.mask(outcome.summary()));
        result.set("result", JsonFiles.MAPPER.valueToTree(OperationSteps.plain(outcome.result())));
        result.set("resume", JsonFiles.MAPPER.valueToTree(outcome.resume()));
        Thread.interrupted();
        Path file = folder.resolve("result.json");
        Path draft = folder.resolve("result.json.new");
        try {
            byte[] bytes =
                    masking.mask(JsonFiles.MAPPER.writeValueAsString(result)).getBytes(StandardCharsets.UTF_8);
            try (FileChannel channel =
                    FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (JsonProcessingException e) {
            throw new OperationFailure("The result cannot be written as JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("The result cannot be laid into " + file, e);
        }
    }
}
