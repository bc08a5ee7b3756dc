#include "game/path_finding.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <queue>
#include <tuple>

#include "util/random.hpp"

namespace canary {
namespace {

constexpr std::array<std::pair<int, int>, 4> sides = {{{1, 0}, {-1, 0}, {0, 1}, {0, -1}}};
constexpr int unseen = std::numeric_limits<int>::max();

int distance(int x, int y, const Position& to) { return std::abs(x - to.x) + std::abs(y - to.y); }

}  // namespace

Grid Grid::generated(int width, int height, std::uint64_t seed) {
    Grid grid(width, height);
    Random random(seed);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            if (random.between(1, 100) <= 22) {
                grid.block(x, y);
            }
        }
    }
    return grid;
}

std::optional<std::vector<Position>> findPath(const Grid& grid, Position from, Position to) {
    if (!grid.walkable(from.x, from.y) || !grid.walkable(to.x, to.y)) {
        return std::nullopt;
    }
    const auto tiles = static_cast<std::size_t>(grid.width() * grid.height());
    std::vector<int> cost(tiles, unseen);
    std::vector<int> cameFrom(tiles, -1);
    using Open = std::tuple<int, int, int>;  // estimate, x, y
    std::priority_queue<Open, std::vector<Open>, std::greater<>> open;
    cost[grid.index(from.x, from.y)] = 0;
    open.emplace(distance(from.x, from.y, to), from.x, from.y);
    while (!open.empty()) {
        const auto [estimate, x, y] = open.top();
        open.pop();
        if (x == to.x && y == to.y) {
            break;
        }
        const int here = cost[grid.index(x, y)];
        for (const auto& [dx, dy] : sides) {
            if (!grid.walkable(x + dx, y + dy)) {
                continue;
            }
            const std::size_t next = grid.index(x + dx, y + dy);
            if (here + 1 < cost[next]) {
                cost[next] = here + 1;
                cameFrom[next] = static_cast<int>(grid.index(x, y));
                open.emplace(here + 1 + distance(x + dx, y + dy, to), x + dx, y + dy);
            }
        }
    }
    if (cost[grid.index(to.x, to.y)] == unseen) {
        return std::nullopt;
    }
    std::vector<Position> path;
    for (int at = static_cast<int>(grid.index(to.x, to.y)); at >= 0; at = cameFrom[static_cast<std::size_t>(at)]) {
        path.push_back({at % grid.width(), at / grid.width(), from.z});
    }
    std::reverse(path.begin(), path.end());
    return path;
}

}  // namespace canary
