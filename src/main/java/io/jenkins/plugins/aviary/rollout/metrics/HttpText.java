package io.jenkins.plugins.aviary.rollout.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** Fetches text by HTTP, at most 32 MiB within the given time, without following redirects. Safe for use by several threads. */
public final class HttpText {
    private static final int LARGEST = 32 * 1024 * 1024;
    static final int OK = 200;

    private final HttpClient client;
    private final Duration patience;

    /** Waits no longer than this for an answer. */
    public HttpText(Duration patience) {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * The text behind an address.
     *
     * @throws MeasurementFailed if it does not answer with text and code 200
     */
    public String get(URI address) throws MeasurementFailed, InterruptedException {
        return get(address, Set.of(OK));
    }

    /**
     * The same where some other codes answer with text too.
     *
     * @throws MeasurementFailed if it does not answer with one of these codes
     */
    String get(URI address, Set<Integer> codes) throws MeasurementFailed, InterruptedException {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(address)
                    .timeout(patience)
                    .header("Accept", "text/plain, application/json")
                    .build();
        } catch (IllegalArgumentException e) {
            throw new MeasurementFailed(shown(address) + " is not an address that can be asked by HTTP", e);
        }
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(LARGEST + 1);
                if (!codes.contains(response.statusCode())) {
                    throw new MeasurementFailed(shown(address) + " answers with code " + response.statusCode());
                }
                if (bytes.length > LARGEST) {
                    throw new MeasurementFailed(shown(address) + " answers with more than 32 MiB");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new MeasurementFailed(shown(address) + " does not answer: " + e.getMessage(), e);
        }
    }

    /** An address without what may be secret in it. */
    private static String shown(URI address) {
        return address.getScheme() + "://" + address.getHost() + ":" + address.getPort() + address.getPath();
    }

    /** The same address, as it is reached through a tunnel. */
    public static URI through(URI address, InetSocketAddress tunnel) {
        try {
            return new URI(
                    address.getScheme(),
                    null,
                    tunnel.getHostString(),
                    tunnel.getPort(),
                    address.getPath(),
                    address.getQuery(),
                    null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("No address: " + address, e);
        }
    }
}
