#pragma once

#include "app/reloads.hpp"
#include "fixtures.hpp"
#include "game/game.hpp"
#include "memory_store.hpp"

namespace canary {

/// A world with one kind of monster, kept in memory.
struct WorldFixture {
    explicit WorldFixture(const std::string& settings = "", MemoryStore* other = nullptr)
        : store(other != nullptr ? *other : own), config(write(settings), log.log()), pack(data("data"), data("pack"), log.log()) {
        config.load();
        pack.load(false);
        game.emplace(config, pack, store, metrics, log.log());
    }

    /// Lets a number of seconds of the game pass.
    void play(int seconds) {
        for (int tick = 0; tick < seconds * 20; ++tick) {
            game->tick();
        }
    }

    std::filesystem::path data(const char* name) { return folder.path() / name; }

    std::filesystem::path write(const std::string& settings) {
        folder.write("config.lua", "toggleSaveInterval = false\nsampleLoginsPerSecond = 1000\nsamplePopulation = 10\n" + settings);
        folder.write("data/scripts/hunting.lua", "return { experienceFactor = 1 }");
        folder.write("pack/monster/rat.lua",
                     "return { name = 'Rat', experience = 50, loot = {"
                     " { id = 3031, chance = 100000, maxCount = 10 }, { id = 3607, chance = 50000, maxCount = 2 } } }");
        return folder.path() / "config.lua";
    }

    MemoryStore own;
    MemoryStore& store;
    TemporaryFolder folder;
    CapturedLog log;
    Metrics metrics;
    Config config;
    DataPack pack;
    std::optional<Game> game;
};

}  // namespace canary
