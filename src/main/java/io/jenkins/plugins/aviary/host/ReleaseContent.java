package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What a release consists of, and where its bytes are. Safe for use by several threads: one content goes to many hosts. */
public interface ReleaseContent {
    /** The artifact's name: the digest of its manifest. */
    Digest digest();

    /** Its version, for people; up to 100 letters, digits, dots, dashes, underscores and plus signs. */
    String version();

    /** Its files. */
    List<ArtifactFile> files();

    /**
     * The content of a file; several may be open at once.
     *
     * @param file the digest of one of {@link #files()}, or of a file of an earlier release
     * @throws IOException if it cannot be read; that of an earlier release need not be there any more
     */
    InputStream open(Digest file) throws IOException;

    /** The name of its folder on a host: {@code <version>-<first eight digits of the digest>}. */
    default String releaseName() {
        return version() + "-" + digest().brief();
    }
}
