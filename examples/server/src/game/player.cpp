#include "game/player.hpp"

#include <algorithm>
#include <cctype>

namespace canary {
namespace {
constexpr std::size_t mostItems = 200;
constexpr int largestStack = 100;
constexpr int highestLevel = 2000;
}  // namespace

std::int64_t experienceOfLevel(int level) {
    const std::int64_t l = level;
    return 50 * (l * l * l - 6 * l * l + 17 * l - 12) / 3;
}

void gainExperience(Player& player, std::int64_t amount) {
    player.experience += amount;
    while (player.level < highestLevel && player.experience >= experienceOfLevel(player.level + 1)) {
        ++player.level;
        player.healthMax += 5;
        player.health = player.healthMax;
    }
}

void gainItem(Player& player, const Item& item) {
    for (Item& held : player.items) {
        if (held.type == item.type && held.attributes == item.attributes && held.count + item.count <= largestStack) {
            held.count = static_cast<std::uint16_t>(held.count + item.count);
            return;
        }
    }
    if (player.items.size() < mostItems) {
        player.items.push_back(item);
    }
}

bool isCharacterName(const std::string& name) {
    if (name.size() < 2 || name.size() > 29 || name.front() == ' ' || name.back() == ' ') {
        return false;
    }
    return name.find("  ") == std::string::npos && std::all_of(name.begin(), name.end(), [](unsigned char c) {
               return (c < 128 && std::isalpha(c) != 0) || c == ' ';
           });
}

}  // namespace canary
