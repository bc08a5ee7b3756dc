package io.jenkins.plugins.aviary.host;

/** The folder of a world on this machine. */
class LocalReleaseFolderTest extends ReleaseFolderContract {
    @Override
    GameHost connect() {
        return new LocalHost("here");
    }
}
