#include <memory>

#include "bench.hpp"
#include "database/sha1.hpp"
#include "game/item.hpp"
#include "game/path_finding.hpp"
#include "game/population.hpp"
#include "lua/lua_reader.hpp"
#include "net/status_message.hpp"
#include "util/random.hpp"
#include "util/text.hpp"

namespace canary::bench {
namespace {

Position freeTile(const Grid& grid, Random& random) {
    Position tile;
    do {
        tile = {static_cast<int>(random.between(0, grid.width() - 1)),
                static_cast<int>(random.between(0, grid.height() - 1)), 7};
    } while (!grid.walkable(tile.x, tile.y));
    return tile;
}

Benchmark pathFinding(int side) {
    const auto grid = std::make_shared<Grid>(Grid::generated(side, side, 7));
    const auto ways = std::make_shared<std::vector<std::pair<Position, Position>>>();
    Random random(11);
    for (int i = 0; i < 16; ++i) {
        ways->emplace_back(freeTile(*grid, random), freeTile(*grid, random));
    }
    const auto next = std::make_shared<std::size_t>(0);
    return {text::concat("findPath/", side), [=] {
                const auto& [from, to] = (*ways)[(*next)++ % ways->size()];
                const auto path = findPath(*grid, from, to);
                return static_cast<std::uint64_t>(path ? path->size() : 0);
            }};
}

ItemAttributes attributes() {
    ItemAttributes result;
    result.charges = 5;
    result.tier = 3;
    result.durationMs = 3'600'000;
    result.text = "Dear diary, today I met a dragon, and it met me.";
    return result;
}

std::string configText() {
    std::string text = "-- a configuration\n";
    for (int i = 0; i < 120; ++i) {
        text.append(text::concat("key", i, " = ", i % 3 == 0 ? "\"a text value\"" : i % 3 == 1 ? "24 * 60 * 60" : "true",
                                 " -- why it is so\n"));
    }
    return text;
}

StatusFacts crowd(std::size_t players) {
    StatusFacts facts;
    facts.serverName = "Aviary Sample";
    for (std::size_t i = 0; i < players; ++i) {
        facts.game.players.emplace_back(characterName(i), static_cast<int>(i % 300));
    }
    return facts;
}

}  // namespace

std::vector<Benchmark> benchmarks() {
    const auto bytes = std::make_shared<std::string>(serialised(attributes()));
    const auto item = std::make_shared<ItemAttributes>(attributes());
    const auto config = std::make_shared<std::string>(configText());
    const auto facts = std::make_shared<StatusFacts>(crowd(1000));
    const auto kilobyte = std::make_shared<std::string>(1024, 'x');
    return {
        pathFinding(48),
        pathFinding(128),
        {"serialiseItemAttributes", [=] { return static_cast<std::uint64_t>(serialised(*item).size()); }},
        {"deserialiseItemAttributes", [=] { return static_cast<std::uint64_t>(deserialised(*bytes)->charges); }},
        {"readConfig", [=] { return static_cast<std::uint64_t>(readAssignments(*config, "config.lua").size()); }},
        {"statusOfThousandPlayers",
         [=] {
             StatusRequest request;
             request.wanted = status::extendedPlayers;
             return static_cast<std::uint64_t>(statusBinary(*facts, request).size());
         }},
        {"sha1/1024", [=] { return static_cast<std::uint64_t>(static_cast<unsigned char>(sha1(*kilobyte)[0])); }},
    };
}

}  // namespace canary::bench
