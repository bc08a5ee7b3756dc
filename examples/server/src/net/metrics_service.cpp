#include "net/metrics_service.hpp"

#include "util/text.hpp"

namespace canary {
namespace {
using namespace std::chrono_literals;

constexpr auto patience = 10s;

std::string response(std::string_view status, std::string_view type, std::string_view body) {
    return text::concat("HTTP/1.1 ", status, "\r\nContent-Type: ", type, "\r\nContent-Length: ", body.size(),
                        "\r\nConnection: close\r\n\r\n", body);
}

}  // namespace

void MetricsService::serve(const std::shared_ptr<Connection>& connection) const {
    connection->onInput = [this, weak = std::weak_ptr(connection)](std::string& input) {
        const auto self = weak.lock();
        if (self && input.find("\r\n\r\n") != std::string::npos) {
            const std::string line = input.substr(0, input.find("\r\n"));
            input.clear();
            self->send(answer(line));
            self->finish();
        }
    };
    connection->start(patience);
}

std::string MetricsService::answer(std::string_view requestLine) const {
    if (requestLine.starts_with("GET /metrics ") || requestLine.starts_with("GET /metrics?")) {
        return response("200 OK", "text/plain; version=0.0.4; charset=utf-8", metrics_.exposition());
    }
    return response("404 Not Found", "text/plain", "There is only /metrics.\n");
}

std::optional<HostAndPort> hostAndPort(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    const auto port = text::integer(text.substr(colon + 1));
    if (!port || *port < 1 || *port > 0xffff) {
        return std::nullopt;
    }
    return HostAndPort{std::string(text.substr(0, colon)), static_cast<std::uint16_t>(*port)};
}

}  // namespace canary
