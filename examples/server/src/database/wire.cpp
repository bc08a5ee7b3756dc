#include "database/wire.hpp"

namespace canary {

std::uint64_t PacketReader::fixed(std::size_t bytes) {
    const std::string_view raw = take(bytes);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        number |= static_cast<std::uint64_t>(static_cast<unsigned char>(raw[i])) << (8 * i);
    }
    return number;
}

std::string_view PacketReader::take(std::size_t bytes) {
    if (bytes > rest_.size()) {
        throw DatabaseLost("the database sent a packet that is too short");
    }
    const std::string_view taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return taken;
}

std::string_view PacketReader::untilNul() {
    const auto end = rest_.find('\0');
    if (end == std::string_view::npos) {
        return take(rest_.size());
    }
    const std::string_view text = take(end);
    rest_.remove_prefix(1);
    return text;
}

std::optional<std::uint64_t> PacketReader::encoded() {
    const std::uint64_t first = fixed(1);
    switch (first) {
        case 0xfb:
            return std::nullopt;
        case 0xfc:
            return fixed(2);
        case 0xfd:
            return fixed(3);
        case 0xfe:
            return fixed(8);
        default:
            return first;
    }
}

std::optional<std::string> PacketReader::text() {
    const auto length = encoded();
    if (!length) {
        return std::nullopt;
    }
    return std::string(take(*length));
}

PacketWriter& PacketWriter::fixed(std::uint64_t number, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) {
        packet_.push_back(static_cast<char>(number >> (8 * i)));
    }
    return *this;
}

PacketWriter& PacketWriter::bytes(std::string_view raw) {
    packet_.append(raw);
    return *this;
}

PacketWriter& PacketWriter::withNul(std::string_view text) {
    packet_.append(text).push_back('\0');
    return *this;
}

}  // namespace canary
