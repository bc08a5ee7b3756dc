#include "net/game_service.hpp"

#include <chrono>
#include <ctime>

#include "util/text.hpp"

namespace canary {
namespace {
using namespace std::chrono_literals;

constexpr std::chrono::milliseconds untilLogin = 30s;
constexpr std::chrono::milliseconds untilNextLine = 15min;
constexpr std::size_t longestLine = 256;
constexpr std::string_view loginCommand = "login ";

std::uint32_t adler32(std::string_view bytes) {
    std::uint32_t a = 1;
    std::uint32_t b = 0;
    for (const unsigned char byte : bytes) {
        a = (a + byte) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

void put(std::string& out, std::uint32_t number, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        out.push_back(static_cast<char>(number >> (8 * i)));
    }
}

}  // namespace

std::string challenge(std::uint32_t time, std::uint8_t random) {
    std::string body;
    put(body, 6, 2);
    put(body, 0x1f, 1);
    put(body, time, 4);
    put(body, random, 1);
    std::string message;
    put(message, static_cast<std::uint32_t>(body.size() + 4), 2);
    put(message, adler32(body), 4);
    return message + body;
}

/// One client. The name belongs to the game loop's thread, the rest to the network's.
struct GameService::Session {
    std::weak_ptr<Connection> connection;  ///< it owns this session, by its handlers
    std::string peer;
    std::string name;
    Clock::time_point second = Clock::now();
    std::int64_t linesInSecond = 0;
};

GameService::GameService(EventLoop& loop, Dispatcher& dispatcher, const Config& config, Game& game, Log& log)
    : loop_(loop), dispatcher_(dispatcher), config_(config), game_(game), log_(log) {}

void GameService::serve(const std::shared_ptr<Connection>& connection) {
    auto session = std::make_shared<Session>();
    session->connection = connection;
    session->peer = connection->peer();
    connection->onInput = [this, session](std::string& input) {
        const auto self = session->connection.lock();
        if (!self) {
            return;
        }
        for (auto end = input.find('\n'); end != std::string::npos; end = input.find('\n')) {
            const std::string line = text::trimmed(input.substr(0, end));
            input.erase(0, end + 1);
            if (floods(*session)) {
                log_.warn("[Connection::parseHeader] - ", session->peer,
                          " disconnected for exceeding packet per second limit.");
                self->close();
                return;
            }
            if (line.starts_with(loginCommand)) {
                self->setPatience(untilNextLine);
            }
            onLine(session, line);
        }
        if (input.size() > longestLine) {
            self->close();
        }
    };
    connection->onClosed = [this, session] {
        dispatcher_.post("ProtocolGame::logout", [this, session] { logOut(session); });
    };
    connection->start(untilLogin);
    const auto now = static_cast<std::uint32_t>(std::time(nullptr));
    connection->send(challenge(now, static_cast<std::uint8_t>(now * 31)));
}

bool GameService::floods(Session& session) const {
    if (Clock::now() - session.second >= 1s) {
        session.second = Clock::now();
        session.linesInSecond = 0;
    }
    return ++session.linesInSecond > config_.number("maxPacketsPerSecond");
}

void GameService::onLine(const SessionPtr& session, const std::string& line) {
    if (line.starts_with(loginCommand)) {
        dispatcher_.post("ProtocolGame::login",
                         [this, session, name = text::trimmed(line.substr(loginCommand.size()))] { logIn(session, name); });
    } else if (line == "ping") {
        dispatcher_.post("ProtocolGame::ping", [this, session] { answer(session, "pong", false); });
    } else if (line == "look") {
        dispatcher_.post("ProtocolGame::look", [this, session] { look(session); });
    } else if (line == "logout") {
        dispatcher_.post("ProtocolGame::logout", [this, session] {
            logOut(session);
            answer(session, "bye", true);
        });
    } else {
        answer(session, "error Unknown command.", true);
    }
}

void GameService::logIn(const SessionPtr& session, const std::string& name) {
    if (!session->name.empty()) {
        answer(session, "error You are already logged in.", false);
        return;
    }
    if (const auto refused = game_.logIn(name, session->peer, false)) {
        answer(session, "error " + *refused, true);
        return;
    }
    session->name = name;
    look(session);
}

void GameService::look(const SessionPtr& session) {
    const Player* player = session->name.empty() ? nullptr : game_.find(session->name);
    if (player == nullptr) {
        answer(session, "error You are not logged in.", true);
        return;
    }
    answer(session,
           text::concat("ok ", player->name, " level=", player->level, " experience=", player->experience,
                        " balance=", player->balance, " items=", player->items.size()),
           false);
}

void GameService::logOut(const SessionPtr& session) {
    if (!session->name.empty()) {
        game_.logOut(session->name);
        session->name.clear();
    }
}

void GameService::answer(const SessionPtr& session, std::string line, bool last) {
    loop_.post([session, line = std::move(line) + "\n", last] {
        const auto connection = session->connection.lock();
        if (!connection) {
            return;
        }
        connection->send(line);
        if (last) {
            connection->finish();
        }
    });
}

}  // namespace canary
