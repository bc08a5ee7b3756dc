#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "game/item.hpp"

namespace canary {

struct Position {
    int x = 0;
    int y = 0;
    int z = 7;

    bool operator==(const Position&) const = default;
};

/// The numbers under which a player's own counters are stored.
namespace storage {
constexpr std::uint32_t hunts = 50001;
constexpr std::uint32_t logins = 50002;
}  // namespace storage

/// A character. While it is online the one in memory counts; the database only has what was last saved.
struct Player {
    int id = 0;
    int accountId = 0;
    std::string name;
    int groupId = 1;
    int level = 1;
    std::int64_t experience = 0;
    std::int64_t balance = 0;
    int health = 150;
    int healthMax = 150;
    int bossPoints = 0;
    Position position;
    std::int64_t lastLogin = 0;
    std::int64_t onlineSeconds = 0;
    std::vector<Item> items;
    std::map<std::uint32_t, int> counters;

    // Where it plays from; not stored.
    std::string address;
    bool simulated = false;

    [[nodiscard]] bool isStaff() const { return groupId >= 4; }
};

/// The experience at which a level begins: 50/3 * (L^3 - 6 L^2 + 17 L - 12).
std::int64_t experienceOfLevel(int level);

/// Gives experience, and the levels that it makes.
void gainExperience(Player& player, std::int64_t amount);

/// Puts an item into the backpack: onto an equal one while that holds fewer than a hundred. A full backpack drops it.
void gainItem(Player& player, const Item& item);

/// Whether a text may be a character's name: 2 to 29 letters and single blanks.
bool isCharacterName(const std::string& name);

}  // namespace canary
