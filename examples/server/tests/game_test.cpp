#include <set>

#include "check.hpp"
#include "game/item.hpp"
#include "game/path_finding.hpp"
#include "game/player.hpp"
#include "game/population.hpp"

using namespace canary;

TEST(attributes_survive) {
    ItemAttributes attributes;
    attributes.charges = 500;
    attributes.tier = 4;
    attributes.durationMs = 70000;
    attributes.text = std::string("with a \0 in it", 14);
    HOLDS(deserialised(serialised(attributes)) == attributes);
    HOLDS(serialised(ItemAttributes{}).empty());
    HOLDS(deserialised("") == ItemAttributes{});
}

TEST(attributes_refuse_damage) {
    ItemAttributes attributes;
    attributes.durationMs = 70000;
    attributes.text = "a text";
    const std::string bytes = serialised(attributes);
    for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
        const auto read = deserialised(std::string_view(bytes).substr(0, cut));
        HOLDS(!read || !(*read == attributes));
    }
    HOLDS(!deserialised("\x01"));
    HOLDS(!deserialised("\x06\xff\xff"
                        "abc"));
}

TEST(levels_follow_experience) {
    SAME(experienceOfLevel(1), 0);
    SAME(experienceOfLevel(2), 100);
    SAME(experienceOfLevel(8), 4200);
    SAME(experienceOfLevel(100), 15694800);
    Player player;
    gainExperience(player, 4199);
    SAME(player.level, 7);
    gainExperience(player, 1);
    SAME(player.level, 8);
}

TEST(items_stack) {
    Player player;
    for (int i = 0; i < 150; ++i) {
        gainItem(player, {3031, 1, {}});
    }
    SAME(player.items.size(), std::size_t{2});
    SAME(player.items[0].count, 100);
    SAME(player.items[1].count, 50);
    for (int i = 0; i < 1000; ++i) {
        gainItem(player, {static_cast<std::uint16_t>(i + 4000), 1, {}});
    }
    SAME(player.items.size(), std::size_t{200});
}

TEST(names_are_checked) {
    HOLDS(isCharacterName("Alia Stoneheart"));
    for (const char* bad : {"", "A", " Alia", "Alia ", "Alia  Stone", "Al1a", "Alia'; DROP TABLE players", "Al\xc3\xaf",
                            "Abcdefghijklmnopqrstuvwxyzabcdef"}) {
        HOLDS(!isCharacterName(bad));
    }
}

TEST(path_is_shortest) {
    Grid grid(5, 5);
    for (int y = 0; y < 4; ++y) {
        grid.block(2, y);
    }
    const auto path = findPath(grid, {0, 0, 7}, {4, 0, 7});
    HOLDS(path.has_value());
    SAME(path->size(), std::size_t{13});
    HOLDS(path->front() == Position{0, 0, 7});
    HOLDS(path->back() == Position{4, 0, 7});
    HOLDS(!findPath(grid, {0, 0, 7}, {2, 0, 7}));
}

TEST(path_stops_at_walls) {
    Grid grid(5, 5);
    for (int y = 0; y < 5; ++y) {
        grid.block(2, y);
    }
    HOLDS(!findPath(grid, {0, 0, 7}, {4, 4, 7}));
    HOLDS(!findPath(grid, {-1, 0, 7}, {4, 4, 7}));
}

TEST(population_has_distinct_names) {
    std::set<std::string> names;
    std::set<std::string> addresses;
    for (std::size_t i = 0; i < 1000; ++i) {
        HOLDS(isCharacterName(characterName(i)));
        names.insert(characterName(i));
        addresses.insert(characterAddress(i));
    }
    SAME(names.size(), std::size_t{1000});
    SAME(addresses.size(), std::size_t{1000});
    SAME(characterName(0), "Alia Stoneheart");
}

TEST(population_outgrows_its_names) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < 30000; ++i) {
        names.insert(characterName(i));
    }
    SAME(names.size(), std::size_t{30000});
}
