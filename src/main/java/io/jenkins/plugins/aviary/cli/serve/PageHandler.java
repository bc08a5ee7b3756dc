package io.jenkins.plugins.aviary.cli.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.jenkins.plugins.aviary.dashboard.DashboardApi;
import io.jenkins.plugins.aviary.dashboard.DashboardFiles;
import io.jenkins.plugins.aviary.dashboard.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Speaks HTTP for the pages. Only GET and HEAD exist, so nothing can be changed; a request must name this machine as its
 * host, so that no web site can have its own name resolve to this machine and read the pages through its visitor's
 * browser.
 */
final class PageHandler implements HttpHandler {
    private static final Logger LOG = Logger.getLogger(PageHandler.class.getName());
    private static final Pattern HERE = Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]{1,5})?");
    private static final int LONGEST_QUERY = 4000;
    private static final int MOST_PARAMETERS = 20;
    private static final String API = "/api/";
    private static final String STATIC = "/static/";
    private static final String PROBLEM = "configuration";

    /** The policy that the pages need: their own files and nothing else. */
    static final String POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final DashboardApi api;
    private final DashboardFiles files;
    private final Supplier<String> problem;

    PageHandler(DashboardApi api, DashboardFiles files, Supplier<String> problem) {
        this.api = api;
        this.files = files;
        this.problem = problem;
    }

    @Override
    public void handle(HttpExchange exchange) {
        try (exchange) {
            answer(exchange);
        } catch (IOException e) {
            LOG.log(Level.FINE, e, () -> "A browser went away");
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "A request could not be answered; report it");
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("");
        if (!HERE.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
            send(exchange, plain(403, "These pages are for this machine only: ask for 127.0.0.1"));
            return;
        }
        if (!exchange.getRequestMethod().equals("GET")
                && !exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Allow", "GET, HEAD");
            send(exchange, plain(405, "Nothing can be changed here"));
            return;
        }
        String path = exchange.getRequestURI().getPath();
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        if (query.length() > LONGEST_QUERY) {
            send(exchange, plain(414, "The question is too long"));
        } else if (path.equals(API + "export")) {
            export(exchange);
        } else {
            send(exchange, response(path, query));
        }
    }

    private Response response(String path, String query) {
        Optional<Response> found;
        if (path.equals("/")) {
            found = files.get("index.html");
        } else if (path.startsWith(STATIC)) {
            found = files.get(path.substring(STATIC.length()));
        } else if (path.equals(API + PROBLEM)) {
            found = Optional.of(plain(200, problem.get()));
        } else if (path.startsWith(API)) {
            Optional<Map<String, List<String>>> parameters = parameters(query);
            found = parameters.isEmpty()
                    ? Optional.of(plain(400, "The question's parameters cannot be read"))
                    : api.get(path.substring(API.length()), parameters.get());
        } else {
            found = Optional.empty();
        }
        return found.orElseGet(() -> plain(404, "There is nothing here"));
    }

    static Optional<Map<String, List<String>>> parameters(String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        String[] pairs = query.isEmpty() ? new String[0] : query.split("&");
        if (pairs.length > MOST_PARAMETERS) {
            return Optional.empty();
        }
        try {
            for (String pair : pairs) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                values.computeIfAbsent(URLDecoder.decode(name, StandardCharsets.UTF_8), unknown -> new ArrayList<>())
                        .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
            return Optional.of(values);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void export(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/zip");
        headers.set("Content-Disposition", "attachment; filename=\"aviary-ledger.zip\"");
        headers.set("Cache-Control", "no-store");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(200, head ? -1 : 0);
        if (!head) {
            try (OutputStream body = exchange.getResponseBody()) {
                api.export(body);
            }
        }
    }

    private static Response plain(int status, String text) {
        return new Response(
                status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), "\"\"", "no-store");
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", response.contentType());
        headers.set("Cache-Control", response.cacheControl());
        if (response.status() == 200) {
            headers.set("ETag", response.etag());
        }
        if (response.isKnownTo(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(response.body().length));
            exchange.sendResponseHeaders(response.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(response.status(), response.body().length == 0 ? -1 : response.body().length);
        if (response.body().length > 0) {
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(response.body());
            }
        }
    }
}
