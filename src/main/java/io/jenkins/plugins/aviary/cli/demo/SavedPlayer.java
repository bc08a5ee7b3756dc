package io.jenkins.plugins.aviary.cli.demo;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A player as the database has them.
 *
 * @param id the player's number
 * @param name the player's name
 * @param experience what they have reached, in points
 */
record SavedPlayer(long id, String name, long experience) {
    /** Those who were there before and are gone, or have less than they had. */
    static List<SavedPlayer> lost(List<SavedPlayer> before, List<SavedPlayer> after) {
        Map<Long, SavedPlayer> now = after.stream().collect(Collectors.toMap(SavedPlayer::id, Function.identity()));
        return before.stream()
                .filter(player ->
                        !now.containsKey(player.id()) || now.get(player.id()).experience() < player.experience())
                .toList();
    }
}
