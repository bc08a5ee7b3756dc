#include "net/connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

namespace canary {
namespace {
using namespace std::chrono_literals;

constexpr std::size_t mostInput = 16 * 1024;
constexpr std::size_t mostOutput = 8 * 1024 * 1024;
constexpr auto idlenessCheck = 1s;
}  // namespace

Connection::Connection(EventLoop& loop, UniqueFd socket, std::string peer)
    : loop_(loop), socket_(std::move(socket)), peer_(std::move(peer)) {}

void Connection::start(std::chrono::milliseconds patience) {
    patience_ = patience;
    listen();
    watchIdleness();
}

void Connection::listen() {
    const auto events = static_cast<short>(POLLIN | (output_.empty() ? 0 : POLLOUT));
    loop_.watch(socket_.get(), events, [self = shared_from_this()](short happened) { self->onEvents(happened); });
}

void Connection::watchIdleness() {
    loop_.after(idlenessCheck, [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self || !self->open()) {
            return;
        }
        if (self->patience_ > 0ms && Clock::now() - self->lastHeard_ > self->patience_) {
            self->close();
            return;
        }
        self->watchIdleness();
    });
}

void Connection::onEvents(short events) {
    if ((events & POLLOUT) != 0) {
        flush();
    }
    if (open() && (events & (POLLIN | POLLHUP | POLLERR)) != 0) {
        read();
    }
}

void Connection::read() {
    char buffer[4096];
    const ssize_t got = recv(socket_.get(), buffer, sizeof buffer, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (got <= 0 || input_.size() + static_cast<std::size_t>(got) > mostInput) {
        close();
        return;
    }
    lastHeard_ = Clock::now();
    input_.append(buffer, static_cast<std::size_t>(got));
    if (const auto handler = onInput) {
        // A copy: the handler may close the connection, which lets go of its handlers.
        handler(input_);
    }
}

void Connection::send(std::string_view bytes) {
    if (!open()) {
        return;
    }
    if (output_.size() + bytes.size() > mostOutput) {
        close();
        return;
    }
    output_.append(bytes);
    flush();
}

void Connection::flush() {
    while (!output_.empty()) {
        const ssize_t sent = ::send(socket_.get(), output_.data(), output_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN && errno != EINTR) {
            close();
            return;
        }
        if (sent < 0) {
            break;
        }
        output_.erase(0, static_cast<std::size_t>(sent));
    }
    if (output_.empty() && finishing_) {
        close();
        return;
    }
    listen();
}

void Connection::finish() {
    finishing_ = true;
    if (output_.empty()) {
        close();
    }
}

void Connection::close() {
    if (!open()) {
        return;
    }
    const auto self = shared_from_this();
    loop_.forget(socket_.get());
    // Unread input would make the kernel reset the connection and throw away what was just sent.
    shutdown(socket_.get(), SHUT_WR);
    char ignored[4096];
    while (recv(socket_.get(), ignored, sizeof ignored, MSG_DONTWAIT) > 0) {
    }
    socket_.reset();
    if (onClosed) {
        onClosed();
    }
    onInput = nullptr;
    onClosed = nullptr;
}

}  // namespace canary
