#include "net/status_service.hpp"

#include "app/bad_release.hpp"

namespace canary {
namespace {
using namespace std::chrono_literals;

constexpr auto patience = 10s;
constexpr std::size_t largestRequest = 1024;
}  // namespace

bool RateLimit::admits(const std::string& address, Clock::time_point now, std::chrono::milliseconds pause) {
    const auto found = last_.find(address);
    if (found != last_.end() && now < found->second + pause) {
        return false;
    }
    if (last_.size() >= mostAddresses) {
        // Addresses can be made up without end; what is remembered of them cannot.
        std::erase_if(last_, [&](const auto& entry) { return now >= entry.second + pause; });
    }
    if (last_.size() < mostAddresses) {
        last_[address] = now;
    }
    return true;
}

StatusService::StatusService(EventLoop& loop, Dispatcher& dispatcher, const Config& config, const Game& game)
    : loop_(loop), dispatcher_(dispatcher), config_(config), game_(game) {}

void StatusService::serve(const std::shared_ptr<Connection>& connection) {
    connection->onInput = [this, weak = std::weak_ptr(connection)](std::string& input) {
        const auto self = weak.lock();
        if (!self || input.size() < 2) {
            return;
        }
        const std::size_t size = static_cast<unsigned char>(input[0]) | static_cast<std::size_t>(static_cast<unsigned char>(input[1])) << 8;
        if (size > largestRequest) {
            self->close();
        } else if (input.size() >= 2 + size) {
            const std::string payload = input.substr(2, size);
            input.clear();
            onMessage(self, payload);
        }
    };
    connection->start(bad_release::statusMute ? 0ms : std::chrono::milliseconds(patience));
}

void StatusService::onMessage(const std::shared_ptr<Connection>& connection, std::string_view payload) {
    const std::string& peer = connection->peer();
    const bool exempt = peer == "127.0.0.1" || peer == config_.text("ip");
    const std::chrono::milliseconds pause(config_.number("statusTimeout"));
    if (!exempt && !limit_.admits(peer, Clock::now(), pause)) {
        connection->close();
        return;
    }
    const auto request = readStatusRequest(payload);
    if (!request) {
        connection->close();
        return;
    }
    if (bad_release::statusMute) {
        return;
    }
    dispatcher_.post(request->xml ? "ProtocolStatus::sendStatusString" : "ProtocolStatus::sendInfo",
                     [this, connection, request = *request] {
                         const StatusFacts told = facts();
                         std::string answer = request.xml ? statusXml(told) : statusBinary(told, request);
                         loop_.post([connection, answer = std::move(answer)] {
                             connection->send(answer);
                             connection->finish();
                         });
                     });
}

StatusFacts StatusService::facts() const {
    StatusFacts facts;
    facts.serverName = config_.text("serverName");
    facts.ip = config_.text("ip");
    facts.port = config_.number("loginProtocolPort");
    facts.location = config_.text("location");
    facts.url = config_.text("url");
    facts.ownerName = config_.text("ownerName");
    facts.ownerEmail = config_.text("ownerEmail");
    facts.motd = config_.text("serverMotd");
    facts.mapName = config_.text("mapName");
    facts.mapAuthor = config_.text("mapAuthor");
    facts.uptimeSeconds = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - begun_).count();
    facts.maxPlayers = config_.number("maxPlayers");
    facts.rateExperience = config_.number("rateExp");
    facts.rateSkill = config_.number("rateSkill");
    facts.rateLoot = config_.number("rateLoot");
    facts.rateMagic = config_.number("rateMagic");
    facts.rateSpawn = config_.number("rateSpawn");
    facts.game = game_.status();
    return facts;
}

}  // namespace canary
