#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace canary {

/// What makes one item differ from another of its kind.
struct ItemAttributes {
    std::uint16_t charges = 0;
    std::uint8_t tier = 0;
    std::uint32_t durationMs = 0;
    std::string text;

    bool operator==(const ItemAttributes&) const = default;
};

struct Item {
    std::uint16_t type = 0;
    std::uint16_t count = 1;
    ItemAttributes attributes;

    bool operator==(const Item&) const = default;
};

/// The attributes as bytes for the database: an id, then its value, for each attribute that is set.
std::string serialised(const ItemAttributes& attributes);

/// Reads attributes back; nothing if the bytes are no attributes. They may come from another release, or be damaged.
std::optional<ItemAttributes> deserialised(std::string_view bytes);

}  // namespace canary
