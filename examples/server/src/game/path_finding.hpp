#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "game/player.hpp"

namespace canary {

/// A floor of tiles, some of which cannot be walked on.
class Grid {
public:
    Grid(int width, int height) : width_(width), height_(height), blocked_(static_cast<std::size_t>(width * height)) {}

    /// A floor with walls here and there, the same for the same seed.
    static Grid generated(int width, int height, std::uint64_t seed);

    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] int height() const { return height_; }
    [[nodiscard]] bool walkable(int x, int y) const {
        return x >= 0 && y >= 0 && x < width_ && y < height_ && !blocked_[index(x, y)];
    }
    void block(int x, int y) { blocked_[index(x, y)] = true; }
    [[nodiscard]] std::size_t index(int x, int y) const { return static_cast<std::size_t>(y * width_ + x); }

private:
    int width_;
    int height_;
    std::vector<bool> blocked_;
};

/// The steps of a shortest way between two tiles (A*, steps to the four sides), or nothing if there is none.
std::optional<std::vector<Position>> findPath(const Grid& grid, Position from, Position to);

}  // namespace canary
