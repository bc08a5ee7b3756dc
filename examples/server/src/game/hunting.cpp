#include "game/hunting.hpp"

#include "util/text.hpp"

namespace canary {
namespace {
constexpr int side = 48;
constexpr std::uint16_t goldCoin = 3031;
}  // namespace

Hunting::Hunting(const Config& config, const DataPack& pack, Metrics& metrics)
    : config_(config),
      pack_(pack),
      metrics_(metrics),
      scope_(text::concat(pack.folder().string(), "/scripts/hunting.lua:timer")),
      grid_(Grid::generated(side, side, static_cast<std::uint64_t>(config.number("sampleSeed")))) {}

Spoils Hunting::hunt(Player& player) const {
    const Timing timing(metrics_, "lua_latency", "scope", scope_);
    const int number = ++player.counters[storage::hunts];
    Random random(static_cast<std::uint64_t>(config_.number("sampleSeed")) ^ stableHash(player.name) ^
                  (static_cast<std::uint64_t>(number) << 32U));
    walk(player, random);

    // A script that has a fault is not there, and then a hunt brings nothing: that is what a bad reload costs.
    const LuaValue& rules = pack_.scripts()["hunting"];
    const LuaValue& monster = pickMonster(random);
    Spoils spoils;
    if (rules.isNil() || monster.isNil()) {
        return spoils;
    }
    const std::string name = monster["name"].text();
    const auto raw = monster["experience"].integer();
    const auto actual = static_cast<std::int64_t>(static_cast<double>(raw) * config_.decimal("rateExp") *
                                                  rules["experienceFactor"].number(1));
    gainExperience(player, actual);
    player.bossPoints += monster["boss"].flag() ? 1 : 0;
    spoils.gold = loot(player, monster, random, spoils);
    player.balance += spoils.gold;

    metrics_.add("monster_death", {{"name", name}, {"killer", player.name}}, 1);
    metrics_.add("player_experience_raw", {{"player", player.name}}, static_cast<double>(raw));
    metrics_.add("player_experience_actual", {{"player", player.name}}, static_cast<double>(actual));
    metrics_.add("balance_increase", {{"player", player.name}, {"context", "loot"}},
                 static_cast<double>(spoils.gold));
    return spoils;
}

void Hunting::walk(Player& player, Random& random) const {
    const Position target{static_cast<int>(random.between(0, side - 1)), static_cast<int>(random.between(0, side - 1)),
                          player.position.z};
    if (!grid_.walkable(player.position.x, player.position.y)) {
        player.position = target;
    } else if (findPath(grid_, player.position, target)) {
        player.position = target;
    }
}

const LuaValue& Hunting::pickMonster(Random& random) const {
    static const LuaValue nil;
    const auto& monsters = pack_.monsters().all();
    if (monsters.empty()) {
        return nil;
    }
    return std::next(monsters.begin(), random.between(0, static_cast<std::int64_t>(monsters.size()) - 1))->second;
}

std::int64_t Hunting::loot(Player& player, const LuaValue& monster, Random& random, Spoils& spoils) const {
    std::int64_t gold = 0;
    for (const LuaValue& drop : monster["loot"].items()) {
        // Chances are in thousandths of a percent, as in the real server's monsters.
        if (random.between(1, 100000) > drop["chance"].integer() * config_.number("rateLoot")) {
            continue;
        }
        const auto count = random.between(1, drop["maxCount"].integer(1));
        if (drop["id"].integer() == goldCoin) {
            gold += count;
            continue;
        }
        Item item{static_cast<std::uint16_t>(drop["id"].integer()), static_cast<std::uint16_t>(count), {}};
        item.attributes.charges = static_cast<std::uint16_t>(drop["charges"].integer());
        gainItem(player, item);
        spoils.loot = true;
    }
    return gold;
}

}  // namespace canary
