#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "game/player.hpp"

namespace canary {

struct Guild {
    int id = 0;
    std::string name;
    int ownerId = 0;
    std::int64_t balance = 0;
};

struct House {
    int id = 0;
    int ownerId = 0;
    std::string name;
    std::vector<Item> items;
};

/// Where a world is kept while nobody plays it. Every method that changes something says whether it succeeded.
class WorldStore {
public:
    virtual ~WorldStore() = default;

    virtual std::optional<Player> loadPlayer(const std::string& name) = 0;
    virtual std::optional<Player> createPlayer(const std::string& name) = 0;
    virtual bool savePlayer(const Player& player) = 0;

    virtual std::vector<Guild> loadGuilds() = 0;
    virtual std::optional<Guild> createGuild(const std::string& name, int ownerId) = 0;
    virtual bool saveGuild(const Guild& guild) = 0;

    virtual std::vector<House> loadHouses() = 0;
    virtual bool saveHouses(const std::vector<House>& houses) = 0;

    virtual std::int64_t loadValue(const std::string& key) = 0;
    virtual bool saveValue(const std::string& key, std::int64_t value) = 0;

    /// Says who is online, for the website.
    virtual bool saveOnline(const std::vector<int>& playerIds) = 0;
    virtual std::int64_t loadRecord() = 0;
    virtual bool saveRecord(std::int64_t players) = 0;
};

}  // namespace canary
