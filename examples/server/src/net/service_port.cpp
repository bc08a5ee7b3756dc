#include "net/service_port.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace canary {
namespace {

constexpr std::size_t mostConnections = 1000;

sockaddr_in socketAddress(const std::string& address, std::uint16_t port) {
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_port = htons(port);
    const std::string numeric = address == "localhost" ? "127.0.0.1" : address;
    if (inet_pton(AF_INET, numeric.c_str(), &result.sin_addr) != 1) {
        // Not an address: better to be heard on this machine alone than everywhere.
        result.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    return result;
}

}  // namespace

ServicePort::ServicePort(EventLoop& loop, Log& log, std::string address, std::uint16_t port,
                         std::chrono::milliseconds retry, OnConnection onConnection)
    : loop_(loop),
      log_(log),
      address_(std::move(address)),
      port_(port),
      retry_(retry),
      onConnection_(std::move(onConnection)) {}

void ServicePort::open() {
    if (closed_) {
        return;
    }
    bind();
    if (!listener_.valid()) {
        loop_.after(retry_, [this] { open(); });
    }
}

void ServicePort::bind() {
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int on = 1;
    setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const sockaddr_in address = socketAddress(address_, port_);
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        listen(socket.get(), 128) != 0) {
        log_.warn("[ServicePort::open] - Error code: bind: ", std::strerror(errno));
        return;
    }
    listener_ = std::move(socket);
    loop_.watch(listener_.get(), POLLIN, [this](short) { accept(); });
}

void ServicePort::accept() {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    UniqueFd socket(accept4(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket.valid() || *connections_ >= mostConnections) {
        return;
    }
    char text[INET_ADDRSTRLEN] = "";
    inet_ntop(AF_INET, &address.sin_addr, text, sizeof text);
    const auto connection = std::make_shared<Connection>(loop_, std::move(socket), text);
    ++*connections_;
    onConnection_(connection);
    connection->onClosed = [count = connections_, inner = connection->onClosed] {
        --*count;
        if (inner) {
            inner();
        }
    };
    if (!connection->open()) {
        --*connections_;
    }
}

void ServicePort::close() {
    closed_ = true;
    if (listener_.valid()) {
        loop_.forget(listener_.get());
        listener_.reset();
    }
}

}  // namespace canary
