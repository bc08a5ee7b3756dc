#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "log/log.hpp"
#include "net/connection.hpp"

namespace canary {

/// A port that clients connect to. If it is taken, that is logged and tried again later: the server stays up, as the
/// real one does, and looks online to who only reads its log.
class ServicePort {
public:
    using OnConnection = std::function<void(const std::shared_ptr<Connection>&)>;

    ServicePort(EventLoop& loop, Log& log, std::string address, std::uint16_t port, std::chrono::milliseconds retry,
                OnConnection onConnection);
    ServicePort(const ServicePort&) = delete;
    ServicePort& operator=(const ServicePort&) = delete;

    void open();
    void close();

private:
    void bind();
    void accept();

    EventLoop& loop_;
    Log& log_;
    std::string address_;
    std::uint16_t port_;
    std::chrono::milliseconds retry_;
    OnConnection onConnection_;
    UniqueFd listener_;
    bool closed_ = false;
    std::shared_ptr<std::size_t> connections_ = std::make_shared<std::size_t>(0);
};

}  // namespace canary
