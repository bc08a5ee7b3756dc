#include "net/status_message.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "util/text.hpp"

namespace canary {
namespace {

constexpr std::string_view serverSoftware = "Canary";
// A constant of the protocol in the real server; the release is not told here.
constexpr std::string_view softwareVersion = "3.0";
constexpr std::string_view clientVersion = "15.25";
constexpr int mapSide = 48;
constexpr std::size_t mostListedPlayers = 2000;

std::string xmlEscaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out.append("&amp;");
                break;
            case '<':
                out.append("&lt;");
                break;
            case '>':
                out.append("&gt;");
                break;
            case '"':
                out.append("&quot;");
                break;
            default:
                out.push_back(c);
        }
    }
    return out;
}

using Attributes = std::vector<std::pair<std::string_view, std::string>>;

std::string element(std::string_view name, const Attributes& attributes) {
    std::string out = text::concat('<', name);
    for (const auto& [key, value] : attributes) {
        out.append(text::concat(' ', key, "=\"", xmlEscaped(value), '"'));
    }
    return out.append("/>");
}

class Message {
public:
    Message& number(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) {
            body_.push_back(static_cast<char>(value >> (8 * i)));
        }
        return *this;
    }

    Message& string(std::string_view value) {
        const auto size = std::min<std::size_t>(value.size(), 0xffff);
        number(size, 2);
        body_.append(value.substr(0, size));
        return *this;
    }

    [[nodiscard]] std::string withLength() const {
        Message framed;
        framed.number(body_.size(), 2);
        return framed.body_ + body_;
    }

private:
    std::string body_;
};

void writePlayers(Message& message, const GameStatus& game) {
    // The length before the answer has two bytes; longer lists than fit would lie about their own size.
    const std::size_t listed = std::min(game.players.size(), mostListedPlayers);
    message.number(0x21, 1).number(listed, 4);
    for (std::size_t i = 0; i < listed; ++i) {
        message.string(game.players[i].first).number(static_cast<std::uint64_t>(game.players[i].second), 4);
    }
}

bool isOnline(const GameStatus& game, const std::string& name) {
    return std::any_of(game.players.begin(), game.players.end(),
                       [&](const auto& player) { return text::lower(player.first) == text::lower(name); });
}

}  // namespace

std::optional<StatusRequest> readStatusRequest(std::string_view payload) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(payload[at]); };
    if (payload.size() < 2 || byte(0) != 0xff) {
        return std::nullopt;
    }
    StatusRequest request;
    if (byte(1) == 0xff && payload.substr(2, 4) == "info") {
        request.xml = true;
        return request;
    }
    if (byte(1) != 0x01 || payload.size() < 4) {
        return std::nullopt;
    }
    request.wanted = static_cast<std::uint16_t>(byte(2) | byte(3) << 8);
    if ((request.wanted & status::playerStatus) != 0 && payload.size() >= 6) {
        request.characterName = payload.substr(6, byte(4) | static_cast<std::size_t>(byte(5)) << 8);
    }
    return request;
}

std::string statusXml(const StatusFacts& facts) {
    const auto number = [](auto value) { return text::concat(value); };
    return text::concat(
        "<?xml version=\"1.0\"?><tsqp version=\"1.0\">",
        element("serverinfo", {{"uptime", number(facts.uptimeSeconds)},
                               {"ip", facts.ip},
                               {"servername", facts.serverName},
                               {"port", number(facts.port)},
                               {"location", facts.location},
                               {"url", facts.url},
                               {"server", std::string(serverSoftware)},
                               {"version", std::string(softwareVersion)},
                               {"client", std::string(clientVersion)}}),
        element("owner", {{"name", facts.ownerName}, {"email", facts.ownerEmail}}),
        element("players", {{"online", number(facts.game.onlineByAddress)},
                            {"unique", number(facts.game.onlineByAddress)},
                            {"max", number(facts.maxPlayers)},
                            {"peak", number(facts.game.record)}}),
        element("monsters", {{"total", number(facts.game.monsters)}}), element("npcs", {{"total", number(facts.game.npcs)}}),
        element("rates", {{"experience", number(facts.rateExperience)},
                          {"skill", number(facts.rateSkill)},
                          {"loot", number(facts.rateLoot)},
                          {"magic", number(facts.rateMagic)},
                          {"spawn", number(facts.rateSpawn)}}),
        element("map", {{"name", facts.mapName},
                        {"author", facts.mapAuthor},
                        {"width", number(mapSide)},
                        {"height", number(mapSide)}}),
        "<motd>", xmlEscaped(facts.motd), "</motd></tsqp>");
}

std::string statusBinary(const StatusFacts& facts, const StatusRequest& request) {
    Message message;
    const auto wants = [&](std::uint16_t bit) { return (request.wanted & bit) != 0; };
    if (wants(status::basic)) {
        message.number(0x10, 1).string(facts.serverName).string(facts.ip).string(text::concat(facts.port));
    }
    if (wants(status::owner)) {
        message.number(0x11, 1).string(facts.ownerName).string(facts.ownerEmail);
    }
    if (wants(status::misc)) {
        message.number(0x12, 1).string(facts.motd).string(facts.location).string(facts.url);
        message.number(static_cast<std::uint64_t>(facts.uptimeSeconds), 8);
    }
    if (wants(status::players)) {
        message.number(0x20, 1).number(facts.game.online, 4);
        message.number(static_cast<std::uint64_t>(facts.maxPlayers), 4);
        message.number(static_cast<std::uint64_t>(facts.game.record), 4);
    }
    if (wants(status::map)) {
        message.number(0x30, 1).string(facts.mapName).string(facts.mapAuthor).number(mapSide, 2).number(mapSide, 2);
    }
    if (wants(status::extendedPlayers)) {
        writePlayers(message, facts.game);
    }
    if (wants(status::playerStatus)) {
        message.number(0x22, 1).number(isOnline(facts.game, request.characterName) ? 1 : 0, 1);
    }
    if (wants(status::software)) {
        message.number(0x23, 1).string(serverSoftware).string(softwareVersion).string(clientVersion);
    }
    return message.withLength();
}

}  // namespace canary
