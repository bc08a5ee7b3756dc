#include "check.hpp"
#include "world_fixture.hpp"

using namespace canary;

TEST(players_gain_and_are_saved) {
    WorldFixture world;
    world.store.houses = {{1, 0, "Lane 1", {}}};
    world.game->start();
    world.play(30);
    SAME(world.game->status().online, std::size_t{10});
    world.game->saveAll();
    const Player& saved = world.store.players.at("Alia Stoneheart");
    const Player* live = world.game->find("alia stoneheart");
    SAME(saved.experience, live->experience);
    HOLDS(saved.experience >= 50 * 20);
    HOLDS(saved.balance > 0);
    HOLDS(saved.counters.at(storage::hunts) > 20);
    HOLDS(world.store.values.at("sample.hunts") > 200);
    SAME(world.store.houses[0].ownerId, saved.id);
    HOLDS(!world.store.houses[0].items.empty());
    SAME(world.store.guilds.size(), std::size_t{0});
    for (const char* line : {"[info] Saving server... \n", "[info] Saving 10 players... (Async: Disabled) \n",
                             "[info] Players saved in ", "[info] Guilds saved in ", "[info] Server saved in ",
                             "[info] Alia Stoneheart has logged in. (Protocol: 1525, Profile: current) \n"}) {
        HOLDS(world.log.has(line));
    }
}

TEST(unsaved_progress_is_lost) {
    MemoryStore database;
    {
        WorldFixture world("", &database);
        world.game->start();
        world.play(10);
        world.game->saveAll();
        world.play(10);
    }
    const auto kept = database.players.at("Alia Stoneheart").experience;
    WorldFixture again("", &database);
    again.game->start();
    again.game->logIn("Alia Stoneheart", "127.0.0.1", false);
    SAME(again.game->find("Alia Stoneheart")->experience, kept);
}

TEST(hunts_are_deterministic) {
    WorldFixture one;
    WorldFixture two;
    for (WorldFixture* world : {&one, &two}) {
        world->game->start();
        world->play(20);
        world->game->saveAll();
    }
    SAME(one.store.players.size(), two.store.players.size());
    for (const auto& [name, player] : one.store.players) {
        SAME(player.balance, two.store.players.at(name).balance);
        HOLDS(player.items == two.store.players.at(name).items);
    }
}

TEST(maximum_is_kept) {
    WorldFixture world("maxPlayers = 4\n");
    world.game->start();
    world.play(5);
    SAME(world.game->status().online, std::size_t{4});
    SAME(*world.game->logIn("Late Comer", "127.0.0.1", false), "Too many players online.");
    world.write("maxPlayers = 6\n");
    world.config.reload();
    world.play(5);
    SAME(world.game->status().online, std::size_t{6});
}

TEST(closed_world_admits_staff_only) {
    WorldFixture world("toggleMaintainMode = true\nmaintainModeMessage = 'Back at noon.'\n");
    Player keeper = *world.store.createPlayer("Keeper");
    keeper.groupId = 6;
    world.store.savePlayer(keeper);
    world.game->start();
    world.play(5);
    SAME(world.game->status().online, std::size_t{0});
    HOLDS(world.log.has("[warning] Initialized in maintain mode! \n"));
    SAME(*world.game->logIn("Some Body", "127.0.0.1", false), "Back at noon.");
    HOLDS(!world.game->logIn("Keeper", "127.0.0.1", false));
}

TEST(shutdown_saves_everybody) {
    WorldFixture world;
    world.game->start();
    world.play(10);
    const auto experience = world.game->find("Alia Stoneheart")->experience;
    world.game->shutDown();
    SAME(world.store.players.at("Alia Stoneheart").experience, experience);
    SAME(world.game->status().online, std::size_t{0});
    HOLDS(world.log.has("[info] Alia Stoneheart has logged out \n"));
    HOLDS(world.log.has("[info] Saving 0 players..."));
    HOLDS(world.game->logIn("Late Comer", "127.0.0.1", false).has_value());
}

TEST(failed_save_is_told) {
    WorldFixture world;
    world.game->start();
    world.play(2);
    world.store.broken = true;
    world.game->saveAll();
    HOLDS(world.log.has("[error] Failed to save map. \n"));
}
