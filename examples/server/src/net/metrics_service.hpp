#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "metrics/metrics.hpp"
#include "net/connection.hpp"

namespace canary {

/// Gives the server's figures to Prometheus, over HTTP at /metrics.
class MetricsService {
public:
    explicit MetricsService(const Metrics& metrics) : metrics_(metrics) {}

    void serve(const std::shared_ptr<Connection>& connection) const;

    /// The whole HTTP answer to a request line.
    [[nodiscard]] std::string answer(std::string_view requestLine) const;

private:
    const Metrics& metrics_;
};

/// Where a "HOST:PORT" leads; nothing if it is none.
struct HostAndPort {
    std::string host;
    std::uint16_t port;
};
std::optional<HostAndPort> hostAndPort(std::string_view text);

}  // namespace canary
