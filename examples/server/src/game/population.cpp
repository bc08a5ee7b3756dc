#include "game/population.hpp"

#include <array>

#include "util/text.hpp"

namespace canary {
namespace {

constexpr std::array<std::string_view, 20> given = {"Alia",  "Borin", "Cyra",  "Dorn",  "Elane", "Fenn",  "Gwen",
                                                    "Hakon", "Isolde", "Joran", "Kaya",  "Lorek", "Mira",  "Nolan",
                                                    "Orla",  "Perrin", "Quilla", "Roderic", "Sanja", "Tavin"};
constexpr std::array<std::string_view, 20> family = {"Stoneheart", "Ashford",  "Brightwood", "Coldwater", "Duskwalker",
                                                     "Emberlain",  "Fairwind", "Greymantle", "Highcastle", "Ironside",
                                                     "Larkspur",   "Moorland", "Nightsong",  "Oakenshaw",  "Proudfoot",
                                                     "Ravencrest", "Silverlake", "Thornbury", "Underhill", "Wolfsbane"};

}  // namespace

std::string characterName(std::size_t number) {
    std::string name = text::concat(given[number % given.size()], " ", family[number / given.size() % family.size()]);
    for (auto round = number / (given.size() * family.size()); round > 0; round /= 26) {
        name.append(text::concat(" ", static_cast<char>('A' + round % 26)));
    }
    return name;
}

std::string characterAddress(std::size_t number) {
    return text::concat("10.", number / 65536 % 256, ".", number / 256 % 256, ".", number % 256);
}

}  // namespace canary
