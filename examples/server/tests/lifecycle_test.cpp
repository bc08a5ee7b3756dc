#include "check.hpp"
#include "database/database.hpp"
#include "mysql_fixture.hpp"
#include "server_process.hpp"

using namespace canary;

namespace {

/// A server on the database of the tests, whose players have been forgotten before.
struct LifecycleFixture : DatabaseFixture {
    LifecycleFixture() {
        requireSchema();
        database.execute("DELETE FROM `players` WHERE `account_id` IN (SELECT `id` FROM `accounts` WHERE `name` = 'sample')");
        server.emplace(settings());
        server->await("server online! \n");
    }

    static std::string settings() {
        const DatabaseLogin where = login();
        return text::concat("serverName = 'Test'\nmysqlHost = '", where.address.host, "'\nmysqlPort = ",
                            where.address.port, "\nmysqlSock = '", where.address.socket, "'\nmysqlUser = '", where.user,
                            "'\nmysqlPass = '", where.password, "'\nmysqlDatabase = '", where.database, "'\n");
    }

    std::int64_t experience() {
        return database.store("SELECT COALESCE(SUM(`experience`), 0) AS `e` FROM `players` WHERE `name` <> 'Keeper'")->number(0, "e");
    }

    /// Waits until everybody plays and has had a few seconds.
    void letThemPlay() {
        server->await("Elane Stoneheart has logged in.");
        std::this_thread::sleep_for(std::chrono::seconds(3));
    }

    std::optional<ServerProcess> server;
};

}  // namespace

TEST(server_saves_when_told) {
    LifecycleFixture fixture;
    fixture.letThemPlay();
    SAME(fixture.experience(), 0);
    fixture.server->signal(SIGUSR1);
    fixture.server->await("Server saved in ");
    const auto saved = fixture.experience();
    HOLDS(saved > 0);
    fixture.letThemPlay();
    fixture.server->signal(SIGTERM);
    SAME(fixture.server->end(), 0);
    HOLDS(fixture.experience() > saved);
    HOLDS(fixture.server->log().find("Thread pool shutdown complete. \n") != std::string::npos);
}

TEST(server_killed_loses_what_was_not_saved) {
    LifecycleFixture fixture;
    fixture.letThemPlay();
    fixture.server->signal(SIGUSR1);
    fixture.server->await("Server saved in ");
    const auto saved = fixture.experience();
    fixture.letThemPlay();
    fixture.server->signal(SIGKILL);
    SAME(fixture.server->end(), -SIGKILL);
    SAME(fixture.experience(), saved);
}

TEST(server_dies_of_unhandled_signal) {
    LifecycleFixture fixture;
    fixture.server->signal(SIGUSR2);
    SAME(fixture.server->end(), -SIGUSR2);
}
