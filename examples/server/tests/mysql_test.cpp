#include "check.hpp"
#include "database/migrations.hpp"
#include "database/mysql_world_store.hpp"
#include "database/wire.hpp"
#include "mysql_fixture.hpp"

using namespace canary;

TEST(database_answers) {
    DatabaseFixture fixture;
    const std::string text = "O'Hara \\ \"x\" \n\r\x1a \xc3\xa9 \xf0\x9f\x90\xa6";
    const auto rows = fixture.database.store(text::concat("SELECT ", fixture.database.quoted(text), " AS `t`, NULL AS `n`, 7 AS `i`"));
    SAME(rows->text(0, "t"), text);
    HOLDS(!rows->rows[0][1].has_value());
    SAME(rows->number(0, "i"), 7);
    fixture.database.execute("SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'");
    const auto again = fixture.database.store(text::concat("SELECT ", fixture.database.quoted(text), " AS `t`"));
    SAME(again->text(0, "t"), text);
}

TEST(database_refuses_wrong_password) {
    DatabaseLogin wrong = login();
    wrong.password += "x";
    CapturedLog log;
    Metrics metrics;
    Database database(wrong, log.log(), metrics);
    HOLDS(!database.connect());
    HOLDS(log.has("[error] MySQL Error Message: Access denied for user '"));
}

TEST(database_reports_errors) {
    DatabaseFixture fixture;
    HOLDS(!fixture.database.execute("INSERT INTO `no_such_table` VALUES (1)"));
    HOLDS(fixture.log.has("[error] Query: INSERT INTO `no_such_table` VALUES (1) \n"));
    HOLDS(fixture.log.has("[error] MySQL error [1146]: Table '"));
    HOLDS(!fixture.database.store("SELECT * FROM `no_such_table`"));
    HOLDS(fixture.log.has("[error] Message: Table '"));
    HOLDS(fixture.database.store("SELECT 1").has_value());
}

TEST(database_rolls_back) {
    DatabaseFixture fixture;
    Database& database = fixture.database;
    HOLDS(database.execute("CREATE TEMPORARY TABLE `birds` (`n` int) ENGINE=InnoDB"));
    HOLDS(!database.atomically([&] { return database.execute("INSERT INTO `birds` VALUES (1)") && database.execute("oops"); }));
    SAME(database.store("SELECT COUNT(*) AS `c` FROM `birds`")->number(0, "c"), 0);
    HOLDS(database.atomically([&] { return database.execute("INSERT INTO `birds` VALUES (1)"); }));
    SAME(database.store("SELECT COUNT(*) AS `c` FROM `birds`")->number(0, "c"), 1);
    // A connection that is lost is found again, and a transaction that is lost with it has failed.
    const auto id = database.store("SELECT CONNECTION_ID() AS `i`")->number(0, "i");
    HOLDS(!database.atomically([&] {
        database.execute(text::concat("KILL ", id));
        return database.execute("SELECT 1");
    }));
    SAME(database.store("SELECT 5 AS `i`")->number(0, "i"), 5);
}

TEST(database_carries_large_rows) {
    DatabaseFixture fixture;
    // More than one packet of the protocol holds.
    constexpr std::size_t size = 0xffffff + 1000;
    if (fixture.database.store("SELECT @@max_allowed_packet AS `p`")->number(0, "p") < 20'000'000) {
        const auto rows = fixture.database.store("SELECT REPEAT('x', 1000000) AS `t`");
        SAME(rows->text(0, "t").size(), std::size_t{1000000});
        return;
    }
    const auto rows = fixture.database.store(text::concat("SELECT '", std::string(size, 'x'), "' AS `t`"));
    SAME(rows->text(0, "t").size(), size);
}

TEST(world_survives_in_tables) {
    DatabaseFixture fixture;
    fixture.requireSchema();
    HOLDS(!updateDatabase(fixture.database, SAMPLE_SOURCE_DIR "/data-sample", fixture.log.log()));
    MySqlWorldStore store(fixture.database, fixture.log.log());
    fixture.database.execute("DELETE FROM `players` WHERE `name` = 'Test Subject'");
    Player player = *store.createPlayer("Test Subject");
    gainExperience(player, 5000);
    player.balance = 1'000'000'000'000;
    player.counters[storage::hunts] = 12;
    Item boots{6529, 1, {}};
    boots.attributes.charges = 5;
    boots.attributes.text = "Alia's";
    gainItem(player, boots);
    gainItem(player, {3031, 77, {}});
    HOLDS(store.savePlayer(player));
    const Player loaded = *store.loadPlayer("test subject");
    SAME(loaded.experience, 5000);
    SAME(loaded.level, player.level);
    SAME(loaded.balance, player.balance);
    HOLDS(loaded.items == player.items);
    HOLDS(loaded.counters == player.counters);
    HOLDS(store.saveValue("test.key", 42));
    SAME(store.loadValue("test.key"), 42);
    HOLDS(store.saveOnline({loaded.id}));
    HOLDS(store.saveOnline({}));
    fixture.database.execute("DELETE FROM `players` WHERE `name` = 'Test Subject'");
}
