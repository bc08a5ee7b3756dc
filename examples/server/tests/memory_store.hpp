#pragma once

#include <map>

#include "game/world_store.hpp"

namespace canary {

/// A world store that forgets everything when the test is over. Only tests have it: a release always needs a database.
class MemoryStore : public WorldStore {
public:
    std::optional<Player> loadPlayer(const std::string& name) override {
        const auto found = players.find(name);
        return found == players.end() ? std::nullopt : std::optional(found->second);
    }
    std::optional<Player> createPlayer(const std::string& name) override {
        Player player;
        player.id = static_cast<int>(players.size()) + 1;
        player.name = name;
        return players[name] = player;
    }
    bool savePlayer(const Player& player) override {
        if (broken) {
            return false;
        }
        players[player.name] = player;
        return true;
    }
    std::vector<Guild> loadGuilds() override { return guilds; }
    std::optional<Guild> createGuild(const std::string& name, int ownerId) override {
        return Guild{static_cast<int>(guilds.size()) + 1, name, ownerId, 0};
    }
    bool saveGuild(const Guild& guild) override {
        std::erase_if(guilds, [&](const Guild& other) { return other.id == guild.id; });
        guilds.push_back(guild);
        return true;
    }
    std::vector<House> loadHouses() override { return houses; }
    bool saveHouses(const std::vector<House>& saved) override {
        if (!broken) {
            houses = saved;
        }
        return !broken;
    }
    std::int64_t loadValue(const std::string& key) override { return values[key]; }
    bool saveValue(const std::string& key, std::int64_t value) override {
        values[key] = value;
        return true;
    }
    bool saveOnline(const std::vector<int>& ids) override {
        online = ids;
        return true;
    }
    std::int64_t loadRecord() override { return record; }
    bool saveRecord(std::int64_t number) override {
        record = number;
        return true;
    }

    std::map<std::string, Player> players;
    std::vector<Guild> guilds;
    std::vector<House> houses;
    std::map<std::string, std::int64_t> values;
    std::vector<int> online;
    std::int64_t record = 0;
    bool broken = false;
};

}  // namespace canary
