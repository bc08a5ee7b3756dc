package io.jenkins.plugins.aviary.scan.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a> of any tool as a
 * stream: what is kept is the findings, not the file. Used by one thread.
 */
public final class SarifFile {
    private final Path file;
    private final Path workspace;

    /** A file, whose relative paths are relative to the workspace. */
    public SarifFile(Path file, Path workspace) {
        this.file = file;
        this.workspace = workspace;
    }

    /**
     * What the tools that wrote it said, one entry for each run.
     *
     * @throws OperationFailure if it is no SARIF 2.1.0, or a tool in it did not finish, or none ran: that is not the same
     *     as finding nothing
     */
    public List<ToolFindings> read(Progress progress) {
        try (Progress.Task task = progress.begin("Reading " + file.getFileName(), Files.size(file), "bytes");
                InputStream content = new Counted(Files.newInputStream(file), task);
                JsonParser json = new JsonFactory().createParser(content)) {
            return read(json);
        } catch (IOException e) {
            throw new OperationFailure(
                    file + " is no SARIF that can be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "; did the scanner finish?",
                    e);
        }
    }

    private List<ToolFindings> read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("it is no JSON object");
        }
        String version = "";
        List<ToolFindings> runs = new ArrayList<>();
        Places places = new Places(workspace);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (key.equals("version")) {
                version = json.getValueAsString("");
            } else if (key.equals("runs") && value == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    runs.add(new SarifRun(file, workspace, places).read(json));
                }
            } else {
                json.skipChildren();
            }
        }
        if (!version.equals("2.1.0")) {
            throw new OperationFailure(file + " is SARIF of version '" + version + "'; Aviary reads 2.1.0.");
        }
        if (runs.isEmpty()) {
            throw new OperationFailure(
                    file + " has no run in it: no scanner ran, which is not the same as no findings.");
        }
        return runs;
    }

    /** Tells how far the reading has come. */
    private static final class Counted extends FilterInputStream {
        private final Progress.Task task;
        private long count;

        Counted(InputStream content, Progress.Task task) {
            super(content);
            this.task = task;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int read = super.read(buffer, from, length);
            count += Math.max(0, read);
            task.at(count);
            return read;
        }
    }
}
