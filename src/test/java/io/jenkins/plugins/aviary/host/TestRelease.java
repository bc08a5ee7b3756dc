package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A release of texts in memory. */
public final class TestRelease implements ReleaseContent {
    private final String version;
    private final Map<String, byte[]> contents;
    private final Set<String> executables;
    private final Map<Digest, byte[]> kept = new HashMap<>();
    final List<Digest> opened = new ArrayList<>();
    private Digest name;
    int failAfter = Integer.MAX_VALUE;
    /** How many bytes of a file can be read before the store is out of reach. */
    int breakAt = Integer.MAX_VALUE;
    /** What happens then, instead of an error. */
    Runnable whenBroken;

    private TestRelease(String version, Map<String, byte[]> contents, Set<String> executables) {
        this.version = version;
        this.contents = contents;
        this.executables = executables;
    }

    /** A release of texts by their paths; {@code canary} is executable. */
    public static TestRelease of(String version, String... pathsAndTexts) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (int index = 0; index < pathsAndTexts.length; index += 2) {
            contents.put(pathsAndTexts[index], pathsAndTexts[index + 1].getBytes(StandardCharsets.UTF_8));
        }
        return new TestRelease(version, contents, Set.of("canary"));
    }

    /** The same with one more file. */
    public TestRelease with(String path, byte[] content) {
        Map<String, byte[]> more = new LinkedHashMap<>(contents);
        more.put(path, content);
        return new TestRelease(version, more, executables);
    }

    /** The same release under another digest. */
    TestRelease named(Digest digest) {
        this.name = digest;
        return this;
    }

    @Override
    public Digest digest() {
        if (name != null) {
            return name;
        }
        StringBuilder all = new StringBuilder(version);
        files().forEach(file -> all.append(file));
        return Digest.of(all.toString());
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public List<ArtifactFile> files() {
        return new TreeMap<>(contents)
                .entrySet().stream()
                        .map(file -> new ArtifactFile(
                                file.getKey(),
                                executables.contains(file.getKey()),
                                file.getValue().length,
                                Digest.of(file.getValue())))
                        .toList();
    }

    @Override
    public synchronized InputStream open(Digest file) throws IOException {
        if (opened.size() >= failAfter) {
            throw new IOException("the store is out of reach");
        }
        opened.add(file);
        Map<Digest, byte[]> byDigest = new HashMap<>(kept);
        contents.values().forEach(content -> byDigest.put(Digest.of(content), content));
        if (!byDigest.containsKey(file)) {
            throw new IOException("it is not kept");
        }
        ByteArrayInputStream bytes = new ByteArrayInputStream(byDigest.get(file));
        return breakAt >= byDigest.get(file).length ? bytes : new Breaking(bytes, breakAt, whenBroken);
    }

    /** The same release whose store still has what another one consists of. */
    TestRelease keeping(TestRelease earlier) {
        earlier.contents.values().forEach(content -> kept.put(Digest.of(content), content));
        return this;
    }

    private static final class Breaking extends FilterInputStream {
        private final Runnable event;
        private int left;

        Breaking(InputStream in, int left, Runnable event) {
            super(in);
            this.left = left;
            this.event = event;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 && event == null) {
                throw new IOException("the store is out of reach");
            }
            if (left == 0) {
                event.run();
                left = Integer.MAX_VALUE;
            }
            int read = super.read(bytes, offset, Math.min(left, length));
            left -= Math.max(0, read);
            return read;
        }
    }
}
