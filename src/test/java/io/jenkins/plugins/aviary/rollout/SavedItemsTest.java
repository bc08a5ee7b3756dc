package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.database.DatabaseSamples;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Items are found wherever a real database keeps them. */
@Tag("integration")
class SavedItemsTest {
    WorldDatabase world;

    @BeforeEach
    void database() throws Exception {
        world = DatabaseSamples.empty();
        DatabaseSamples.execute(
                world,
                "CREATE TABLE player_items (player_id INT, itemtype INT)",
                "CREATE TABLE player_depotitems (player_id INT, itemtype INT)",
                "CREATE TABLE player_stash (player_id INT, item_id INT)",
                "INSERT INTO player_items VALUES (1, 100), (1, 35001), (2, 35001)",
                "INSERT INTO player_stash VALUES (1, 35002)");
    }

    private static BitSet items(int from, int to) {
        BitSet items = new BitSet();
        IntStream.rangeClosed(from, to).forEach(items::set);
        return items;
    }

    @Test
    void countsThemOnPlayersAndInStashes() {
        SavedItems saved = new SavedItems(world);

        assertThat(saved.count(items(35000, 35002))).hasValue(3);
        assertThat(saved.count(items(40000, 40010))).hasValue(0);
    }

    @Test
    void findsThemInHousesAndRatherTooManyThanTooFew() throws Exception {
        DatabaseSamples.execute(
                world,
                "CREATE TABLE tile_store (house_id INT, data LONGBLOB)",
                // 35010 is 0x88C2, the lower byte first.
                "INSERT INTO tile_store VALUES (1, X'0100020007C28800'), (2, X'0001020304')");
        SavedItems saved = new SavedItems(world);

        assertThat(saved.count(items(35010, 35010))).hasValue(1);
        assertThat(saved.count(items(36000, 36000))).hasValue(0);
        assertThat(saved.count(items(36000, 36300))).as("too many to look for").isEmpty();
    }

    @Test
    void doesNotKnowWhenTheDatabaseDoesNotAnswer() throws Exception {
        DatabaseSamples.execute(world, "DROP DATABASE " + world.schema());

        assertThat(new SavedItems(world.schema("no_such_schema")).count(items(1, 1)))
                .isEmpty();
    }
}
