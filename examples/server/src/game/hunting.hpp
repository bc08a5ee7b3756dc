#pragma once

#include "config/config.hpp"
#include "game/data_pack.hpp"
#include "game/path_finding.hpp"
#include "game/player.hpp"
#include "metrics/metrics.hpp"
#include "util/random.hpp"

namespace canary {

/// What a hunt brought.
struct Spoils {
    std::int64_t gold = 0;
    bool loot = false;
};

/// Lets players hunt. What a hunt brings depends on the seed, the player's name and the number of the hunt alone, so a
/// world that was saved and started again goes on as if it had not been interrupted.
class Hunting {
public:
    Hunting(const Config& config, const DataPack& pack, Metrics& metrics);

    /// The player finds a monster, kills it and keeps what it had.
    Spoils hunt(Player& player) const;

private:
    void walk(Player& player, Random& random) const;
    [[nodiscard]] std::int64_t loot(Player& player, const LuaValue& monster, Random& random, Spoils& spoils) const;
    [[nodiscard]] const LuaValue& pickMonster(Random& random) const;

    const Config& config_;
    const DataPack& pack_;
    Metrics& metrics_;
    std::string scope_;
    Grid grid_;
};

}  // namespace canary
