package io.jenkins.plugins.aviary.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A tab of a {@link Browser}: opens pages, waits for what they show, and keeps what the browser has against them. */
public final class BrowserTab {
    private static final int PATIENCE_SECONDS = 60;

    private final DevTools tools;
    private final String session;
    private final Complaints complaints = new Complaints();
    private volatile CompletableFuture<Void> quiet = new CompletableFuture<>();

    BrowserTab(DevTools tools, String session) {
        this.tools = tools;
        this.session = session;
        tools.listen(session, this::take);
        for (String domain : List.of("Page", "Runtime", "Log", "Network", "Audits")) {
            ask(domain + ".enable", Map.of());
        }
        ask("Page.setLifecycleEventsEnabled", Map.of("enabled", true));
        size(1300, 900);
    }

    private JsonNode ask(String method, Map<String, ?> parameters) {
        return tools.ask(session, method, parameters);
    }

    private void take(String event, JsonNode what) {
        complaints.take(event, what);
        if (event.equals("Page.lifecycleEvent") && what.path("name").asText().equals("networkIdle")) {
            quiet.complete(null);
        }
    }

    /** Opens an address anew, waits until nothing is loaded any more, and forgets the complaints about what was there. */
    public void open(String address) {
        load("about:blank");
        complaints.clear();
        load(address);
    }

    /** Does in the page what leads to another one, and waits until that is loaded. */
    public void follow(String script) {
        quiet = new CompletableFuture<>();
        evaluate(script);
        awaitQuiet();
    }

    private void awaitQuiet() {
        quiet.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private void load(String address) {
        quiet = new CompletableFuture<>();
        JsonNode answer = ask("Page.navigate", Map.of("url", address));
        if (answer.has("errorText")) {
            throw new AssertionError(address + ": " + answer.get("errorText").asText());
        }
        awaitQuiet();
    }

    /** The value of an expression in the page; of a promise, what it holds. */
    public JsonNode evaluate(String script) {
        JsonNode answer = ask(
                "Runtime.evaluate",
                Map.of("expression", script, "awaitPromise", true, "returnByValue", true, "userGesture", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(script + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Waits until an expression in the page is true; says what the page shows instead if it stays false. */
    public void await(String condition) {
        boolean so = evaluate("""
                new Promise((done) => {
                  const end = performance.now() + %d;
                  const again = () => ((%s) ? done(true) : performance.now() > end ? done(false) : setTimeout(again, 50));
                  again();
                })
                """.formatted(PATIENCE_SECONDS * 1000, condition)).asBoolean();
        if (!so) {
            throw new AssertionError("Not so on " + evaluate("location.href").asText() + ": " + condition
                    + "\nThe page says:\n" + evaluate("document.body.innerText").asText());
        }
    }

    /** What the browser has against the page, as {@link Complaints} words it. */
    public List<String> complaints() {
        return complaints.all();
    }

    /** The size of the window, in pixels. */
    public void size(int width, int height) {
        ask(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Whether the reader likes pages dark. */
    public void dark(boolean dark) {
        Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        ask("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
    }

    /** Presses and releases a key that writes nothing, such as {@code Tab}. */
    public void press(String key, int code) {
        Map<String, Object> event = new HashMap<>(Map.of("key", key, "code", key, "windowsVirtualKeyCode", code));
        for (String type : List.of("rawKeyDown", "keyUp")) {
            event.put("type", type);
            ask("Input.dispatchKeyEvent", event);
        }
    }

    /** Keeps a picture of the whole page, as a PNG. */
    public void screenshot(Path file) throws IOException {
        JsonNode size = ask("Page.getLayoutMetrics", Map.of()).path("cssContentSize");
        Map<String, Integer> clip = Map.of(
                "x",
                0,
                "y",
                0,
                "width",
                size.path("width").asInt(),
                "height",
                size.path("height").asInt(),
                "scale",
                1);
        String picture = ask("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip))
                .path("data")
                .asText();
        Files.write(file, Base64.getDecoder().decode(picture));
    }
}
