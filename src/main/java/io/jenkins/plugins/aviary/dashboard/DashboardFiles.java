package io.jenkins.plugins.aviary.dashboard;

import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The modules and style sheets of the pages. There is a fixed list of them, so no request can reach anything else.
 * Safe for use by several threads.
 */
public final class DashboardFiles {
    private static final List<String> NAMES = List.of(
            "index.html",
            "aviary.css",
            "serve.css",
            "aviary.js",
            "dom.js",
            "format.js",
            "data.js",
            "chart.js",
            "parts.js",
            "deployments.js",
            "compare.js",
            "release.js",
            "rollout.js",
            "approvals.js",
            "audit.js",
            "trends.js",
            "icon.svg");

    private final Map<String, Response> files = new HashMap<>();

    /** Reads them from the class path. */
    public DashboardFiles() {
        for (String name : NAMES) {
            try (InputStream content = DashboardFiles.class.getResourceAsStream("static/" + name)) {
                if (content == null) {
                    throw new IllegalStateException("The jar lacks the page's file " + name);
                }
                byte[] body = content.readAllBytes();
                files.put(
                        name,
                        new Response(
                                200,
                                typeOf(name),
                                body,
                                "\"" + Digest.of(body).hex().substring(0, 32) + "\"",
                                Response.ASK_AGAIN));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The names of all files. */
    public static List<String> names() {
        return NAMES;
    }

    /** The file with that name, if there is one. */
    public Optional<Response> get(String name) {
        return Optional.ofNullable(files.get(name));
    }

    private static String typeOf(String name) {
        if (name.endsWith(".js")) {
            return "text/javascript; charset=utf-8";
        }
        if (name.endsWith(".css")) {
            return "text/css; charset=utf-8";
        }
        return name.endsWith(".svg") ? "image/svg+xml" : "text/html; charset=utf-8";
    }
}
