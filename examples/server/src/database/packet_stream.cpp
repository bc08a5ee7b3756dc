#include "database/packet_stream.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "database/wire.hpp"
#include "util/text.hpp"

namespace canary {
namespace {

constexpr std::size_t largestChunk = 0xffffff;
constexpr std::size_t largestPacket = 64U << 20U;

[[noreturn]] void lost(const std::string& what) {
    throw DatabaseLost(text::concat(what, ": ", std::strerror(errno)));
}

UniqueFd prepared(int family) {
    UniqueFd socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const timeval patience{30, 0};
    setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    const int on = 1;
    setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

UniqueFd overUnixSocket(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        throw DatabaseLost("the path of the database's socket is too long: " + path);
    }
    path.copy(address.sun_path, path.size());
    UniqueFd socket = prepared(AF_UNIX);
    if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        lost("Can't connect to MySQL server through socket '" + path + "'");
    }
    return socket;
}

UniqueFd overTcp(const std::string& host, std::uint16_t port) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0) {
        throw DatabaseLost("Unknown MySQL server host '" + host + "'");
    }
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> all(found, &freeaddrinfo);
    for (const addrinfo* one = all.get(); one != nullptr; one = one->ai_next) {
        UniqueFd socket = prepared(one->ai_family);
        if (connect(socket.get(), one->ai_addr, one->ai_addrlen) == 0) {
            return socket;
        }
    }
    lost(text::concat("Can't connect to MySQL server on '", host, ":", port, "'"));
}

}  // namespace

PacketStream::PacketStream(const DatabaseAddress& address)
    : socket_(address.socket.empty() ? overTcp(address.host, address.port) : overUnixSocket(address.socket)) {}

std::string PacketStream::receive() {
    std::string packet;
    std::size_t size = largestChunk;
    while (size == largestChunk) {
        char head[4];
        readFully(head, sizeof head);
        PacketReader reader({head, sizeof head});
        size = reader.fixed(3);
        sequence_ = static_cast<std::uint8_t>(reader.fixed(1) + 1);
        if (packet.size() + size > largestPacket) {
            throw DatabaseLost("the database sent a packet of more than 64 MiB");
        }
        const std::size_t before = packet.size();
        packet.resize(before + size);
        readFully(packet.data() + before, size);
    }
    return packet;
}

void PacketStream::send(std::string_view packet) {
    std::size_t size = largestChunk;
    while (size == largestChunk) {
        size = std::min(packet.size(), largestChunk);
        PacketWriter framed;
        framed.fixed(size, 3).fixed(sequence_++, 1).bytes(packet.substr(0, size));
        writeFully(framed.packet());
        packet.remove_prefix(size);
    }
}

void PacketStream::readFully(char* into, std::size_t size) {
    while (size > 0) {
        const ssize_t got = recv(socket_.get(), into, size, 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got == 0) {
            throw DatabaseLost("MySQL server has gone away");
        }
        if (got < 0) {
            lost("Lost connection to MySQL server during query");
        }
        into += got;
        size -= static_cast<std::size_t>(got);
    }
}

void PacketStream::writeFully(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent < 0) {
            lost("MySQL server has gone away");
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

}  // namespace canary
