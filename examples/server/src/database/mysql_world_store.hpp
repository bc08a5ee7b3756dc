#pragma once

#include "database/database.hpp"
#include "game/world_store.hpp"

namespace canary {

/// Keeps the world in the tables of schema.sql.
class MySqlWorldStore : public WorldStore {
public:
    MySqlWorldStore(Database& database, Log& log) : database_(database), log_(log) {}

    std::optional<Player> loadPlayer(const std::string& name) override;
    std::optional<Player> createPlayer(const std::string& name) override;
    bool savePlayer(const Player& player) override;
    std::vector<Guild> loadGuilds() override;
    std::optional<Guild> createGuild(const std::string& name, int ownerId) override;
    bool saveGuild(const Guild& guild) override;
    std::vector<House> loadHouses() override;
    bool saveHouses(const std::vector<House>& houses) override;
    std::int64_t loadValue(const std::string& key) override;
    bool saveValue(const std::string& key, std::int64_t value) override;
    bool saveOnline(const std::vector<int>& playerIds) override;
    std::int64_t loadRecord() override;
    bool saveRecord(std::int64_t players) override;

private:
    /// The account that owns the characters the server makes by itself.
    std::optional<int> sampleAccount();
    bool loadItems(Player& player);
    bool saveItems(const Player& player);
    bool saveCounters(const Player& player);

    Database& database_;
    Log& log_;
    std::optional<int> sampleAccount_;
};

}  // namespace canary
