package io.jenkins.plugins.aviary.notice;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Posts JSON, again and with patience where the other side is busy or broken. It follows no redirects. */
final class HttpChannel {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int TOO_MANY = 429;
    private static final int BROKEN = 500;
    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int MOST_OF_AN_ANSWER = 4096;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final BackOff backOff;
    private final Waiting waiting;

    HttpChannel(BackOff backOff, Waiting waiting) {
        this.backOff = backOff;
        this.waiting = waiting;
    }

    /** Waits; a test that has no time does not. */
    @FunctionalInterface
    interface Waiting {
        /** Waits so long. */
        void over(Duration time) throws InterruptedException;
    }

    /**
     * Posts a body.
     *
     * @throws OperationFailure if it was not taken after all attempts, with the last reason; never with the URL's path,
     *     which is a secret for most channels
     */
    void post(URI target, byte[] body, Map<String, String> headers) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            String reason;
            Optional<Duration> asked = Optional.empty();
            try {
                HttpResponse<InputStream> answer =
                        client.send(request(target, body, headers), HttpResponse.BodyHandlers.ofInputStream());
                try (InputStream rest = answer.body()) {
                    rest.readNBytes(MOST_OF_AN_ANSWER);
                }
                int status = answer.statusCode();
                if (status >= OK && status < REDIRECT) {
                    return;
                }
                reason = target.getHost() + " answered " + status;
                if (status != TOO_MANY && status < BROKEN) {
                    throw new OperationFailure(reason + "; is the address still right?");
                }
                asked = retryAfter(answer);
            } catch (IOException e) {
                reason =
                        target.getHost() + " cannot be reached (" + e.getClass().getSimpleName() + ")";
            }
            Optional<Duration> wait = backOff.after(attempt, asked);
            if (wait.isEmpty()) {
                throw new OperationFailure(reason + " after " + attempt + " attempts");
            }
            waiting.over(wait.get());
        }
    }

    private static HttpRequest request(URI target, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("User-Agent", "aviary")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return request.build();
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,5}(\\.\\d{1,3})?"))
                .map(text -> Duration.ofMillis((long) (Double.parseDouble(text) * 1000)));
    }
}
