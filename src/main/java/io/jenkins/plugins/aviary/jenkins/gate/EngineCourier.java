package io.jenkins.plugins.aviary.jenkins.gate;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.PasswordCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.UsernameCredentials;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.security.ACL;
import io.jenkins.plugins.aviary.jenkins.agent.EngineJar;
import io.jenkins.plugins.aviary.model.NoticeChannel;
import io.jenkins.plugins.aviary.model.NoticeLetter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Brings letters from the controller, by the courier inside the engine's jar. That is loaded by a class loader of its own,
 * and only where there is a letter: no library for mail comes into the class loaders of plugins. Safe for use by several
 * threads.
 */
final class EngineCourier {
    private static final String COURIER = "io.jenkins.plugins.aviary.notice.Courier";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EngineCourier() {}

    /** Loads the engine once, at the first letter. */
    private static final class Engine {
        private static final ClassLoader LOADER = loader();

        private static ClassLoader loader() {
            try {
                return new URLClassLoader(
                        "aviary-notices",
                        new URL[] {EngineJar.shippedFile().toUri().toURL()},
                        ClassLoader.getPlatformClassLoader());
            } catch (IOException e) {
                throw new IllegalStateException("The engine of the plugin has no address", e);
            }
        }
    }

    /**
     * Brings a letter; may take a minute where a channel is dead.
     *
     * @return what came of it, a line for each channel
     */
    static List<String> deliver(NoticeLetter letter) throws InterruptedException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            Method deliver = Engine.LOADER.loadClass(COURIER).getMethod("deliver", String.class, Map.class);
            thread.setContextClassLoader(Engine.LOADER);
            Object result = deliver.invoke(null, MAPPER.writeValueAsString(letter), credentials(letter));
            return lines(MAPPER.readTree((String) result));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new OperationFailure(String.valueOf(e.getCause().getMessage()), e);
        } catch (ReflectiveOperationException | IOException e) {
            throw new OperationFailure("The courier in the engine cannot be called: " + e, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static List<String> lines(JsonNode result) {
        List<String> lines = new ArrayList<>();
        result.path("delivered").forEach(channel -> lines.add("told by " + channel.asText()));
        result.path("failed")
                .properties()
                .forEach(one -> lines.add("WARNING: not told by " + one.getKey() + ": "
                        + one.getValue().asText()));
        return lines;
    }

    /** The controller's own credentials: only administrators name channels here. */
    private static Map<String, String> credentials(NoticeLetter letter) {
        Map<String, String> texts = new HashMap<>();
        for (NoticeChannel channel : letter.channels()) {
            String id = channel.credentials();
            StandardCredentials found = id.isEmpty()
                    ? null
                    : CredentialsProvider.findCredentialByIdInItemGroup(
                            id, StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
            if (found instanceof StringCredentials text) {
                texts.put(id, text.getSecret().getPlainText());
            } else if (found instanceof PasswordCredentials password) {
                texts.put(id, password.getPassword().getPlainText());
            }
            if (found instanceof UsernameCredentials user) {
                texts.put(id + ".username", user.getUsername());
            }
        }
        return texts;
    }
}
