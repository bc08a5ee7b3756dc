#include "check.hpp"
#include "server_process.hpp"

using namespace canary;

namespace {

/// Settings with which no database can be reached.
std::string nowhere() { return text::concat("mysqlPort = ", freePort(), "\n"); }

}  // namespace

TEST(server_without_database_ends_with_1) {
    ServerProcess server(nowhere());
    SAME(server.end(), 1);
    const std::string log = server.log();
    HOLDS(log.find("[info] Canary - Version ") != std::string::npos);
    HOLDS(log.find("[error] MySQL Error Message: Can't connect to MySQL server on '127.0.0.1:") != std::string::npos);
    HOLDS(log.find("[error] Failed to connect to database! \n") != std::string::npos);
    HOLDS(log.find("[error] No services running. The server is NOT online! \n") != std::string::npos);
}

TEST(server_copies_its_configuration) {
    ServerProcess server("");
    server.await("[info] Copying config.lua.dist to config.lua \n");
    server.await("[info] Allowed client protocols");
    HOLDS(std::filesystem::exists(server.folder().path() / "config.lua"));
}

TEST(server_refuses_wrong_address) {
    ServerProcess server(nowhere() + "metricsEnablePrometheus = true\nmetricsPrometheusAddress = 'nonsense'\n");
    SAME(server.end(), 1);
    HOLDS(server.log().find("metricsPrometheusAddress is not HOST:PORT: nonsense") != std::string::npos);
}
