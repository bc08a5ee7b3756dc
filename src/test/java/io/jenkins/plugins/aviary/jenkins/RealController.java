package io.jenkins.plugins.aviary.jenkins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.cli.demo.FreePorts;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Jenkins on loopback with this plugin, in a home of its own, as others drive it: over HTTP. Every user's password
 * is their name.
 */
final class RealController {
    /** The property that names the war. */
    static final String WAR = "aviary.jenkins.war";

    private static final String PLUGINS = "aviary.jenkins.plugins";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LAST_LINES = 40;

    private final Path folder;
    private final Path war;
    private final int port;
    private final Map<String, HttpClient> clients = new HashMap<>();
    private final Map<String, Process> agents = new HashMap<>();
    private Process controller;

    private RealController(Path folder, Path war, int port) {
        this.folder = folder;
        this.war = war;
        this.port = port;
    }

    /** Starts the war that is given with the plugins that are given and the one that the build has packed. */
    static RealController start(Path folder) throws IOException, InterruptedException {
        Path war = Path.of(System.getProperty(WAR));
        Path plugins = Path.of(System.getProperty(PLUGINS));
        Path installed = Files.createDirectories(folder.resolve("home/plugins"));
        try (Stream<Path> files = Files.list(plugins)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches(".*\\.(jpi|hpi)") && !name.startsWith("aviary.")) {
                    Files.copy(file, installed.resolve(name.replace(".hpi", ".jpi")));
                }
            }
        }
        Files.copy(Path.of("target/aviary.hpi"), installed.resolve("aviary.jpi"));
        Path scripts = Files.createDirectories(folder.resolve("home/init.groovy.d"));
        try (InputStream script = RealController.class.getResourceAsStream("users.groovy")) {
            Files.copy(script, scripts.resolve("users.groovy"), StandardCopyOption.REPLACE_EXISTING);
        }
        RealController controller = new RealController(folder, war, FreePorts.take());
        controller.boot();
        return controller;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private void boot() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                java(),
                "-Xmx800m",
                "-Djava.awt.headless=true",
                "-Djenkins.install.runSetupWizard=false",
                "-Dhudson.model.UpdateCenter.never=true",
                "-Dhudson.model.UsageStatistics.disabled=true",
                "-jar",
                war.toString(),
                "--httpListenAddress=127.0.0.1",
                "--httpPort=" + port);
        builder.environment().put("JENKINS_HOME", home().toString());
        controller = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        clients.clear();
        until("Jenkins is up", () -> controller.isAlive() && status("anonymous", "login") == 200);
    }

    Path home() {
        return folder.resolve("home");
    }

    /** Puts a release of one file into its store of artifacts; gives its digest. */
    String storedRelease(String version) throws IOException {
        Path binary = Files.writeString(folder.resolve("canary"), "binary");
        ArtifactFile file = new ArtifactFile("canary", true, Files.size(binary), Digest.of(binary));
        return FolderArtifactStore.inHome(home().resolve("aviary"))
                .put(
                        new ArtifactManifest("canary", version, "", Map.of(), List.of(file)),
                        Map.of(file.digest(), binary))
                .hex();
    }

    Path log() {
        return folder.resolve("controller.log");
    }

    Path agentFolder(String name) {
        return folder.resolve("agents").resolve(name);
    }

    /** Ends it as an administrator does, and starts it again on the same home. */
    void restart() throws IOException, InterruptedException {
        end(controller);
        boot();
    }

    /** Starts an agent that connects by WebSocket, in the place of the one of that name. */
    Process connectAgent(String name) throws IOException, InterruptedException {
        String secret =
                groovy("""
                import hudson.slaves.*
                def jenkins = jenkins.model.Jenkins.get()
                if (jenkins.getNode('%s') == null) {
                  def agent = new DumbSlave('%s', '%s', new JNLPLauncher())
                  agent.labelString = '%s'
                  agent.retentionStrategy = RetentionStrategy.INSTANCE
                  jenkins.addNode(agent)
                }
                print jenkins.getComputer('%s').jnlpMac
                """.formatted(name, name, agentFolder(name), name, name)).strip();
        if (agents.containsKey(name)) {
            end(agents.get(name));
        }
        Files.createDirectories(agentFolder(name));
        Path jar = folder.resolve("agent.jar");
        Files.write(jar, bytes("admin", "jnlpJars/agent.jar"));
        ProcessBuilder builder = new ProcessBuilder(
                java(),
                "-Xmx200m",
                "-jar",
                jar.toString(),
                "-url",
                url(""),
                "-secret",
                secret,
                "-name",
                name,
                "-workDir",
                agentFolder(name).toString(),
                "-webSocket");
        builder.environment().remove("JAVA_HOME");
        Process agent = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), name + ".log")))
                .start();
        agents.put(name, agent);
        until(
                "the agent " + name + " is connected",
                () -> groovy("print jenkins.model.Jenkins.get().getComputer('" + name + "').online")
                        .contains("true"));
        return agent;
    }

    /** The address of a path on it. */
    String url(String path) {
        return "http://127.0.0.1:" + port + "/" + path;
    }

    private HttpRequest.Builder request(String user, String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).timeout(Duration.ofMinutes(1));
        if (!user.equals("anonymous")) {
            request.header(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8)));
        }
        return request;
    }

    private HttpClient client(String user) {
        return clients.computeIfAbsent(
                user,
                name -> HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .build());
    }

    HttpResponse<String> get(String user, String path) {
        return send(user, request(user, path).GET().build());
    }

    private byte[] bytes(String user, String path) throws IOException, InterruptedException {
        return client(user)
                .send(request(user, path).GET().build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    int status(String user, String path) {
        try {
            return get(user, path).statusCode();
        } catch (UncheckedIOException e) {
            // Nobody listens yet.
            return 0;
        }
    }

    JsonNode json(String user, String path) {
        try {
            return MAPPER.readTree(get(user, path).body());
        } catch (IOException e) {
            throw new UncheckedIOException(path + " is no JSON", e);
        }
    }

    HttpResponse<String> post(String user, String path, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return post(user, path, "application/x-www-form-urlencoded", body);
    }

    HttpResponse<String> post(String user, String path, String type, String body) {
        JsonNode crumb = user.equals("anonymous") ? MAPPER.createObjectNode() : json(user, "crumbIssuer/api/json");
        HttpRequest.Builder request =
                request(user, path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body));
        if (crumb.has("crumb")) {
            request.header(
                    crumb.get("crumbRequestField").asText(), crumb.get("crumb").asText());
        }
        return send(user, request.build());
    }

    private HttpResponse<String> send(String user, HttpRequest request) {
        try {
            return client(user).send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String groovy(String script) {
        return post("admin", "scriptText", Map.of("script", script)).body();
    }

    /** Gives a job this pipeline and starts it; gives the build's number. */
    int build(String job, String pipeline) {
        return build(job, pipeline, Map.of());
    }

    /** The same with parameters, which the job has from then on. */
    int build(String job, String pipeline, Map<String, String> parameters) {
        String xml = "<flow-definition>" + definitions(parameters)
                + "<definition class=\"org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition\"><script>"
                + escaped(pipeline) + "</script><sandbox>true</sandbox></definition></flow-definition>";
        boolean known = status("admin", "job/" + job + "/api/json") == 200;
        post("admin", known ? "job/" + job + "/config.xml" : "createItem?name=" + job, "application/xml", xml);
        int number = json("admin", "job/" + job + "/api/json")
                .path("nextBuildNumber")
                .asInt();
        String start = parameters.isEmpty() ? "/build?delay=0sec" : "/buildWithParameters?delay=0sec";
        int status = post("admin", "job/" + job + start, parameters).statusCode();
        if (status >= 400) {
            throw new AssertionError("The job " + job + " was not started: " + status);
        }
        return number;
    }

    private static String definitions(Map<String, String> parameters) {
        if (parameters.isEmpty()) {
            return "";
        }
        String each = parameters.entrySet().stream()
                .map(one -> {
                    String type = one.getValue().matches("true|false") ? "Boolean" : "String";
                    return "<hudson.model." + type + "ParameterDefinition><name>" + one.getKey()
                            + "</name><defaultValue>" + escaped(one.getValue()) + "</defaultValue></hudson.model."
                            + type
                            + "ParameterDefinition>";
                })
                .collect(Collectors.joining());
        return "<properties><hudson.model.ParametersDefinitionProperty><parameterDefinitions>" + each
                + "</parameterDefinitions></hudson.model.ParametersDefinitionProperty></properties>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    /** Adds a credential: a secret text. */
    void addSecretText(String id, String text) {
        addCredential("new org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl(CredentialsScope.GLOBAL, '"
                + id + "', '', hudson.util.Secret.fromString('" + text + "'))");
    }

    /** Adds a credential: a private key. */
    void addPrivateKey(String id, String key) {
        addCredential(
                "new com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey(CredentialsScope.GLOBAL, '"
                        + id + "', 'game', new com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey"
                        + ".DirectEntryPrivateKeySource('''" + key + "'''), '', '')");
    }

    private void addCredential(String made) {
        String said =
                groovy("import com.cloudbees.plugins.credentials.*\nprint SystemCredentialsProvider.instance.store"
                        + ".addCredentials(com.cloudbees.plugins.credentials.domains.Domain.global(), " + made + ")");
        if (!said.startsWith("true")) {
            throw new AssertionError("The credential was not added: " + said);
        }
    }

    String console(String job, int number) {
        return get("admin", "job/" + job + "/" + number + "/consoleText").body();
    }

    void awaitLog(String job, int number, String text) throws InterruptedException {
        awaitLog(job, number, PATIENCE, text);
    }

    /** Waits so long for a text in a build's log; fails at once if the build ends without it. */
    void awaitLog(String job, int number, Duration patience, String text) throws InterruptedException {
        until(patience, text + " is in the log of " + job, () -> {
            boolean ended = ended(job, number);
            String log = console(job, number);
            if (ended && !log.contains(text)) {
                List<String> lines = log.lines().toList();
                throw new AssertionError(job + " has ended without '" + text + "':\n"
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
            }
            return log.contains(text);
        });
    }

    private boolean ended(String job, int number) {
        String address = "job/" + job + "/" + number + "/api/json";
        return status("admin", address) == 200
                && !json("admin", address).path("building").asBoolean(true);
    }

    /** Waits for a build to end; gives its result. */
    String result(String job, int number) throws InterruptedException {
        return result(job, number, PATIENCE);
    }

    /** Waits so long for a build to end; gives its result. */
    String result(String job, int number, Duration patience) throws InterruptedException {
        until(patience, job + " has ended", () -> ended(job, number));
        return json("admin", "job/" + job + "/" + number + "/api/json")
                .path("result")
                .asText();
    }

    /** Asks until something is so, and says what was not if it takes too long. */
    static void until(String what, BooleanSupplier so) throws InterruptedException {
        until(PATIENCE, what, so);
    }

    static void until(Duration patience, String what, BooleanSupplier so) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + patience + ": " + what);
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Ends the agents and the controller. */
    void stop() throws InterruptedException {
        for (Process agent : agents.values()) {
            end(agent);
        }
        end(controller);
    }
}
