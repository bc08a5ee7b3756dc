#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace canary {

/// The connection to the database broke, or what came over it made no sense.
class DatabaseLost : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Takes numbers and texts off a MySQL packet; a packet that is too short is taken for a broken connection.
class PacketReader {
public:
    explicit PacketReader(std::string_view packet) : rest_(packet) {}

    [[nodiscard]] bool atEnd() const { return rest_.empty(); }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    std::uint64_t fixed(std::size_t bytes);
    std::string_view take(std::size_t bytes);
    std::string_view untilNul();
    /// A length-encoded number; nothing for NULL.
    std::optional<std::uint64_t> encoded();
    /// A length-encoded text; nothing for NULL.
    std::optional<std::string> text();

private:
    std::string_view rest_;
};

/// Puts numbers and texts into a MySQL packet.
class PacketWriter {
public:
    PacketWriter& fixed(std::uint64_t number, std::size_t bytes);
    PacketWriter& bytes(std::string_view raw);
    PacketWriter& withNul(std::string_view text);
    [[nodiscard]] const std::string& packet() const { return packet_; }

private:
    std::string packet_;
};

}  // namespace canary
