package io.jenkins.plugins.aviary.bench;

import io.jenkins.plugins.aviary.host.ReleaseContent;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of a folder as a release, whose store has some files of earlier releases too. */
final class FolderRelease implements ReleaseContent {
    private final String version;
    private final List<ArtifactFile> files = new ArrayList<>();
    private final Map<Digest, Path> places = new HashMap<>();

    FolderRelease(String version, Path source, Map<Digest, Path> kept) throws IOException {
        this.version = version;
        places.putAll(kept);
        try (Stream<Path> all = Files.walk(source)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                Digest digest = Digest.of(file);
                files.add(new ArtifactFile(source.relativize(file).toString(), false, Files.size(file), digest));
                places.put(digest, file);
            }
        }
    }

    @Override
    public Digest digest() {
        return Digest.of(version + files.hashCode());
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public List<ArtifactFile> files() {
        return files;
    }

    @Override
    public InputStream open(Digest file) throws IOException {
        if (!places.containsKey(file)) {
            throw new NoSuchFileException(file.hex());
        }
        return Files.newInputStream(places.get(file));
    }
}
