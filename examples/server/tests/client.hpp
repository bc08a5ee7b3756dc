#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "util/unique_fd.hpp"

namespace canary {

inline sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// Holds a port of this machine.
class HeldPort {
public:
    HeldPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address = loopback(0);
        socklen_t size = sizeof address;
        if (bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(socket_.get(), 1) != 0) {
            throw std::runtime_error("no port can be had");
        }
        getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }
    void release() { socket_.reset(); }

private:
    UniqueFd socket_;
    std::uint16_t port_ = 0;
};

/// A port that was free just now.
inline std::uint16_t freePort() { return HeldPort().port(); }

/// A client of the server under test. Waits ten seconds for bytes at most.
class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const sockaddr_in address = loopback(port);
        if (connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            throw std::runtime_error("nobody listens on port " + std::to_string(port));
        }
    }

    void send(std::string_view bytes) { ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL); }

    /// Whether something can be read within the time.
    [[nodiscard]] bool hears(int milliseconds) const {
        pollfd polled{socket_.get(), POLLIN, 0};
        return poll(&polled, 1, milliseconds) == 1;
    }

    /// A number of bytes; fewer if the connection ends before.
    std::string read(std::size_t size) {
        std::string all;
        while (all.size() < size && hears(10000)) {
            char buffer[4096];
            const ssize_t got = recv(socket_.get(), buffer, std::min(sizeof buffer, size - all.size()), 0);
            if (got <= 0) {
                break;
            }
            all.append(buffer, static_cast<std::size_t>(got));
        }
        return all;
    }
    std::string readAll() { return read(std::string::npos / 2); }
    std::string readLine() {
        std::string line;
        for (std::string byte = read(1); !byte.empty() && byte != "\n"; byte = read(1)) {
            line += byte;
        }
        return line;
    }

private:
    UniqueFd socket_;
};

}  // namespace canary
