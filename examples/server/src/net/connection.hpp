#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "net/event_loop.hpp"

namespace canary {

/// One client's connection, on the loop's thread. What a client may send ahead and how long it may say nothing are
/// bounded.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(EventLoop& loop, UniqueFd socket, std::string peer);

    /// Called when input has grown; it takes off what it understands.
    std::function<void(std::string& input)> onInput;
    /// Called once when the connection is closed by either side.
    std::function<void()> onClosed;

    /// Begins to read. A connection that says nothing for the given time is closed; zero means never.
    void start(std::chrono::milliseconds patience);
    void send(std::string_view bytes);
    /// Closes when everything is sent.
    void finish();
    void close();

    [[nodiscard]] bool open() const { return socket_.valid(); }
    [[nodiscard]] const std::string& peer() const { return peer_; }
    void setPatience(std::chrono::milliseconds patience) { patience_ = patience; }

private:
    void onEvents(short events);
    void read();
    void flush();
    void listen();
    void watchIdleness();

    EventLoop& loop_;
    UniqueFd socket_;
    std::string peer_;
    std::string input_;
    std::string output_;
    bool finishing_ = false;
    std::chrono::milliseconds patience_{};
    Clock::time_point lastHeard_ = Clock::now();
};

}  // namespace canary
