#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/dispatcher.hpp"
#include "app/faults.hpp"
#include "app/reloads.hpp"
#include "app/signals.hpp"
#include "config/config.hpp"
#include "database/database.hpp"
#include "database/mysql_world_store.hpp"
#include "game/game.hpp"
#include "net/game_service.hpp"
#include "net/metrics_service.hpp"
#include "net/service_port.hpp"
#include "net/status_service.hpp"

namespace canary {

/// The whole server: loads, serves until it is told to stop, saves.
class Server {
public:
    Server(Config& config, Log& log);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();

    /// Runs the server from the banner to the end.
    /// @return the exit code of the process
    int run();

private:
    void load();
    void loadDatabase();
    void loadContent();
    void openPorts();
    void addPort(const std::string& key, ServicePort::OnConnection onConnection);
    void openMetrics();
    void tick();
    void onSignal(int signal);
    void beginShutdown();

    Config& config_;
    Log& log_;
    Metrics metrics_;
    EventLoop loop_;
    Dispatcher dispatcher_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<WorldStore> store_;
    std::unique_ptr<DataPack> pack_;
    std::unique_ptr<Game> game_;
    std::unique_ptr<Reloads> reloads_;
    std::unique_ptr<ReloadAgent> agent_;
    std::unique_ptr<StatusService> status_;
    std::unique_ptr<GameService> gameService_;
    MetricsService metricsService_;
    Faults faults_;
    std::vector<std::unique_ptr<ServicePort>> ports_;
    std::uint64_t ticks_ = 0;
};

}  // namespace canary
