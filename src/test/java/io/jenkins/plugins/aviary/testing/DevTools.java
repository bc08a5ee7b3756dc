package io.jenkins.plugins.aviary.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * A connection to a browser in the Chrome DevTools Protocol: commands with their answers, and the events of each session.
 * Safe for use by several threads; events are told on the connection's thread, one after the other.
 */
final class DevTools implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final Map<String, BiConsumer<String, JsonNode>> listeners = new ConcurrentHashMap<>();
    private final StringBuilder begun = new StringBuilder();
    private final WebSocket socket;

    DevTools(URI address) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, this)
                .join();
    }

    /** Tells the events of a session: their names, such as {@code Page.loadEventFired}, and what they hold. */
    void listen(String session, BiConsumer<String, JsonNode> listener) {
        listeners.put(session, listener);
    }

    /** Asks and waits for the answer; an empty session is the browser itself. Refusals are thrown with their words. */
    JsonNode ask(String session, String method, Map<String, ?> parameters) {
        int id = last.incrementAndGet();
        ObjectNode message = MAPPER.createObjectNode().put("id", id).put("method", method);
        message.set("params", MAPPER.valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        send(message.toString());
        try {
            return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new IllegalStateException("The browser did not do " + method + ": " + e.getCause(), e);
        }
    }

    private synchronized void send(String message) {
        socket.sendText(message, true).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
        begun.append(data);
        if (whole) {
            String message = begun.toString();
            begun.setLength(0);
            take(message);
        }
        from.request(1);
        return null;
    }

    private void take(String text) {
        JsonNode message;
        try {
            message = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        if (!message.has("id")) {
            BiConsumer<String, JsonNode> listener =
                    listeners.get(message.path("sessionId").asText());
            if (listener != null) {
                listener.accept(message.path("method").asText(), message.path("params"));
            }
            return;
        }
        CompletableFuture<JsonNode> answer = asked.remove(message.get("id").asInt());
        if (message.has("error")) {
            answer.completeExceptionally(
                    new IllegalStateException(message.get("error").toString()));
        } else {
            answer.complete(message.path("result"));
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        fail(new IllegalStateException("The browser has gone: " + status + " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        fail(error);
    }

    private void fail(Throwable error) {
        asked.values().forEach(answer -> answer.completeExceptionally(error));
    }

    @Override
    public void close() {
        socket.abort();
    }
}
