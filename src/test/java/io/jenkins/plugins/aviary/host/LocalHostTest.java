package io.jenkins.plugins.aviary.host;

/** This machine keeps the contract of game hosts. */
class LocalHostTest extends GameHostContract {
    @Override
    GameHost connect() {
        return new LocalHost("here");
    }
}
