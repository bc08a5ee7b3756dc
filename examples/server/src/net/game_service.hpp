#pragma once

#include <memory>
#include <string>

#include "app/dispatcher.hpp"
#include "config/config.hpp"
#include "game/game.hpp"
#include "net/connection.hpp"

namespace canary {

/// The game port. The server speaks first, with the challenge of the real protocol; after that a client may play by
/// lines of text: "login NAME", "look", "ping", "logout".
class GameService {
public:
    GameService(EventLoop& loop, Dispatcher& dispatcher, const Config& config, Game& game, Log& log);

    void serve(const std::shared_ptr<Connection>& connection);

private:
    struct Session;
    using SessionPtr = std::shared_ptr<Session>;

    void onLine(const SessionPtr& session, const std::string& line);
    void logIn(const SessionPtr& session, const std::string& name);
    void look(const SessionPtr& session);
    void logOut(const SessionPtr& session);
    void answer(const SessionPtr& session, std::string line, bool last);
    [[nodiscard]] bool floods(Session& session) const;

    EventLoop& loop_;
    Dispatcher& dispatcher_;
    const Config& config_;
    Game& game_;
    Log& log_;
};

/// The first message of the game port: length, checksum, and the challenge 0x1F with a time and a random byte.
std::string challenge(std::uint32_t time, std::uint8_t random);

}  // namespace canary
