package io.jenkins.plugins.aviary.server;

import java.util.List;

/**
 * Players by the binary status protocol.
 *
 * @param online how many are online, every one counted
 * @param most how many may be online, 0 for no limit
 * @param peak the most there were
 * @param players who they are, if that was asked for
 */
public record PlayerCount(int online, int most, int peak, List<OnlinePlayer> players) {
    /** Copies the players. */
    public PlayerCount {
        players = List.copyOf(players);
    }

    /**
     * A player who is online. Names are personal: count them, do not keep them.
     *
     * @param name the name
     * @param level the level
     */
    public record OnlinePlayer(String name, int level) {}
}
