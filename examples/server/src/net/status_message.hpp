#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "game/game.hpp"

namespace canary {

/// What a status client asks for.
struct StatusRequest {
    bool xml = false;
    std::uint16_t wanted = 0;    ///< bits, if it is not for XML
    std::string characterName;  ///< for bit 64
};

/// The bits of the binary form.
namespace status {
constexpr std::uint16_t basic = 1;
constexpr std::uint16_t owner = 2;
constexpr std::uint16_t misc = 4;
constexpr std::uint16_t players = 8;
constexpr std::uint16_t map = 16;
constexpr std::uint16_t extendedPlayers = 32;
constexpr std::uint16_t playerStatus = 64;
constexpr std::uint16_t software = 128;
}  // namespace status

/// Everything a status answer may tell.
struct StatusFacts {
    std::string serverName;
    std::string ip;
    std::int64_t port = 0;
    std::string location;
    std::string url;
    std::string ownerName;
    std::string ownerEmail;
    std::string motd;
    std::string mapName;
    std::string mapAuthor;
    std::int64_t uptimeSeconds = 0;
    std::int64_t maxPlayers = 0;
    std::int64_t rateExperience = 1;
    std::int64_t rateSkill = 1;
    std::int64_t rateLoot = 1;
    std::int64_t rateMagic = 1;
    std::int64_t rateSpawn = 1;
    GameStatus game;
};

/// Reads a request off its payload, without the length before it; nothing if it is none.
std::optional<StatusRequest> readStatusRequest(std::string_view payload);

/// The XML answer; it has no length before it.
std::string statusXml(const StatusFacts& facts);

/// The binary answer, with its length before it.
std::string statusBinary(const StatusFacts& facts, const StatusRequest& request);

}  // namespace canary
