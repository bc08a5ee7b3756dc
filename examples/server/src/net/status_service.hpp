#pragma once

#include <map>
#include <memory>
#include <string>

#include "app/dispatcher.hpp"
#include "config/config.hpp"
#include "net/connection.hpp"
#include "net/status_message.hpp"

namespace canary {

/// Refuses who asks again too soon, each address by itself.
class RateLimit {
public:
    /// Whether an address may ask at this instant; if so, its time begins anew.
    bool admits(const std::string& address, Clock::time_point now, std::chrono::milliseconds pause);

private:
    static constexpr std::size_t mostAddresses = 10000;
    std::map<std::string, Clock::time_point> last_;
};

/// Answers status requests. The answer is made by the game loop, so how long it takes tells how the game loop is.
class StatusService {
public:
    StatusService(EventLoop& loop, Dispatcher& dispatcher, const Config& config, const Game& game);

    void serve(const std::shared_ptr<Connection>& connection);

private:
    void onMessage(const std::shared_ptr<Connection>& connection, std::string_view payload);
    [[nodiscard]] StatusFacts facts() const;

    EventLoop& loop_;
    Dispatcher& dispatcher_;
    const Config& config_;
    const Game& game_;
    RateLimit limit_;
    Clock::time_point begun_ = Clock::now();
};

}  // namespace canary
