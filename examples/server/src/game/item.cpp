#include "game/item.hpp"

#include <algorithm>

namespace canary {
namespace {

// The ids that the real server uses in the same column.
constexpr unsigned char textId = 6;
constexpr unsigned char durationId = 16;
constexpr unsigned char chargesId = 22;
constexpr unsigned char tierId = 39;
constexpr std::size_t longestText = 0xffff;

void put(std::string& out, std::uint64_t number, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        out.push_back(static_cast<char>(number >> (8 * i)));
    }
}

class Bytes {
public:
    explicit Bytes(std::string_view bytes) : rest_(bytes) {}

    [[nodiscard]] bool good() const { return good_; }
    [[nodiscard]] bool atEnd() const { return rest_.empty(); }

    std::uint64_t number(std::size_t size) {
        const std::string_view raw = take(size);
        std::uint64_t result = 0;
        for (std::size_t i = 0; i < raw.size(); ++i) {
            result |= static_cast<std::uint64_t>(static_cast<unsigned char>(raw[i])) << (8 * i);
        }
        return result;
    }

    std::string_view take(std::size_t size) {
        if (size > rest_.size()) {
            good_ = false;
            rest_ = {};
            return {};
        }
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

private:
    std::string_view rest_;
    bool good_ = true;
};

}  // namespace

std::string serialised(const ItemAttributes& attributes) {
    std::string out;
    if (attributes.charges != 0) {
        put(out, chargesId, 1);
        put(out, attributes.charges, 2);
    }
    if (attributes.tier != 0) {
        put(out, tierId, 1);
        put(out, attributes.tier, 1);
    }
    if (attributes.durationMs != 0) {
        put(out, durationId, 1);
        put(out, attributes.durationMs, 4);
    }
    if (!attributes.text.empty()) {
        const std::string_view text = std::string_view(attributes.text).substr(0, longestText);
        put(out, textId, 1);
        put(out, text.size(), 2);
        out.append(text);
    }
    return out;
}

std::optional<ItemAttributes> deserialised(std::string_view bytes) {
    Bytes in(bytes);
    ItemAttributes attributes;
    while (!in.atEnd()) {
        switch (in.number(1)) {
            case chargesId:
                attributes.charges = static_cast<std::uint16_t>(in.number(2));
                break;
            case tierId:
                attributes.tier = static_cast<std::uint8_t>(in.number(1));
                break;
            case durationId:
                attributes.durationMs = static_cast<std::uint32_t>(in.number(4));
                break;
            case textId:
                attributes.text = in.take(static_cast<std::size_t>(in.number(2)));
                break;
            default:
                return std::nullopt;
        }
        if (!in.good()) {
            return std::nullopt;
        }
    }
    return attributes;
}

}  // namespace canary
