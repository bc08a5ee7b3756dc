package io.jenkins.plugins.aviary.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.plugins.aviary.ledger.LedgerFailure;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The read model of the pages: answers in JSON, computed from the ledger, the artifacts and the configuration, as
 * {@code docs/reference/rest.md} describes. It changes nothing. It knows nothing of HTTP, so the same pages stand in
 * Jenkins and in {@code aviary serve}; whoever puts it there checks first that the asker may read.
 *
 * <p>Answers are kept while the ledger, the configuration and the minute are the same. Safe for use by several threads.
 */
public final class DashboardApi {
    private static final Logger LOG = Logger.getLogger(DashboardApi.class.getName());
    private static final int KEPT = 100;
    private static final int KEPT_BYTES = 4 << 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .build();

    private final Installation installation;
    private final ReadModel model;
    private final AuditPage audit;
    private final Map<String, Address> addresses;

    /** The newest answers by question; guarded by itself. */
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    private record Kept(Object state, Response response) {}

    /** What an answer depends on besides the question. */
    private record State(long events, Object environments, long minute) {}

    /** Answers one kind of question. */
    @FunctionalInterface
    interface Handler {
        /** What to write as JSON; empty if there is no such thing. */
        Optional<?> answer(String rest, Query query) throws IOException;
    }

    /** An address with its parameters. */
    record Address(Set<String> parameters, Handler handler) {}

    /** Reads all events that are there; with a large ledger that takes seconds. */
    public DashboardApi(Installation installation) {
        this.installation = installation;
        this.model = new ReadModel(installation);
        this.audit = new AuditPage(installation, model);
        DeploymentsPage deployments = new DeploymentsPage(model);
        ReleasePage releases = new ReleasePage(installation, model);
        RolloutPage rollouts = new RolloutPage(installation, model);
        ApprovalPage approvals = new ApprovalPage(model);
        TrendsPage trends = new TrendsPage(model);
        Map<String, Address> all = new LinkedHashMap<>();
        all.putAll(deployments.addresses());
        all.putAll(releases.addresses());
        all.putAll(rollouts.addresses());
        all.putAll(approvals.addresses());
        all.putAll(audit.addresses());
        all.putAll(trends.addresses());
        this.addresses = Map.copyOf(all);
    }

    /**
     * Answers a request.
     *
     * @param path the address below the API's own, such as {@code board} or {@code releases/DIGEST}; no slash before it
     * @param query the decoded parameters
     * @return the answer; empty if there is no such address
     */
    public Optional<Response> get(String path, Map<String, List<String>> query) {
        int slash = path.indexOf('/');
        String name = slash < 0 ? path : path.substring(0, slash + 1) + "*";
        Address address = addresses.get(addresses.containsKey(path) ? path : name);
        if (address == null) {
            return Optional.empty();
        }
        try {
            String rest = addresses.containsKey(path) || slash < 0 ? "" : path.substring(slash + 1);
            return answer(path, rest, address, Query.of(query, address.parameters()));
        } catch (BadQuery e) {
            return Optional.of(failure(400, e.getMessage()));
        } catch (OperationFailure e) {
            return Optional.of(failure(500, e.getMessage()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "The pages cannot read what they show");
            return Optional.of(failure(500, "What is asked for cannot be read: " + e.getMessage()));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "A request could not be answered; report it");
            return Optional.of(failure(500, "This could not be answered; the log of the server says why"));
        }
    }

    /**
     * Writes the whole ledger as a ZIP archive of the files of an export, for {@code aviary ledger verify}.
     *
     * @throws LedgerFailure if it cannot be read
     */
    public void export(OutputStream out) throws IOException {
        audit.export(out);
    }

    /** The addresses that there are, for tests of the documentation. */
    Map<String, Address> addresses() {
        return addresses;
    }

    private Optional<Response> answer(String path, String rest, Address address, Query query) throws IOException {
        Object state = new State(
                installation.ledger().size(),
                List.copyOf(installation.environments().get()),
                installation.clock().millis() / 60_000);
        String question = path + "?" + query.key();
        synchronized (kept) {
            Kept known = kept.get(question);
            if (known != null && known.state.equals(state)) {
                return Optional.of(known.response);
            }
        }
        installation.ledger().refresh();
        Optional<?> found = address.handler().answer(rest, query);
        if (found.isEmpty()) {
            return Optional.of(failure(404, "There is no " + shortened(path)));
        }
        Response response = json(200, found.get());
        if (response.body().length <= KEPT_BYTES) {
            keep(question, new Kept(state, response));
        }
        return Optional.of(response);
    }

    private void keep(String question, Kept answer) {
        synchronized (kept) {
            kept.put(question, answer);
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
    }

    private static String shortened(String path) {
        return path.length() > 100 ? path.substring(0, 100) + "..." : path;
    }

    private static Response failure(int status, String message) {
        return json(status, Map.of("error", message));
    }

    private static Response json(int status, Object value) {
        try {
            byte[] body = MAPPER.writeValueAsBytes(value);
            String etag = "\"" + Digest.of(body).hex().substring(0, 32) + "\"";
            return new Response(status, Response.JSON, body, etag, Response.ASK_AGAIN);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer has no form in JSON", e);
        }
    }
}
