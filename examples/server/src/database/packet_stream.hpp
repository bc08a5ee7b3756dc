#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "util/unique_fd.hpp"

namespace canary {

/// Where a database server listens.
struct DatabaseAddress {
    std::string host;
    std::uint16_t port = 3306;
    std::string socket;  ///< the path of a Unix socket, or empty for TCP
};

/// Carries MySQL packets over a socket. Waits at most half a minute for the other side.
class PacketStream {
public:
    /// @throws DatabaseLost if nobody answers
    explicit PacketStream(const DatabaseAddress& address);

    std::string receive();
    void send(std::string_view packet);
    /// A new command begins: packets are numbered from 0 again.
    void startCommand() { sequence_ = 0; }

private:
    void readFully(char* into, std::size_t size);
    void writeFully(std::string_view bytes);

    UniqueFd socket_;
    std::uint8_t sequence_ = 0;
};

}  // namespace canary
