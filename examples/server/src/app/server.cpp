#include "app/server.hpp"

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "app/bad_release.hpp"
#include "app/version.hpp"
#include "database/migrations.hpp"
#include "util/text.hpp"

namespace canary {
namespace {
using namespace std::chrono_literals;

constexpr auto tickInterval = 50ms;
constexpr std::uint64_t ticksBetweenPolls = 5;

/// Why the server cannot start.
class FailedToInitialize : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

DatabaseLogin loginOf(const Config& config) {
    return {{config.text("mysqlHost"), static_cast<std::uint16_t>(config.number("mysqlPort")), config.text("mysqlSock")},
            config.text("mysqlUser"),
            config.text("mysqlPass"),
            config.text("mysqlDatabase")};
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

}  // namespace

Server::Server(Config& config, Log& log)
    : config_(config), log_(log), dispatcher_(log, metrics_), metricsService_(metrics_), faults_(log) {}

Server::~Server() = default;

int Server::run() {
    Signals signals;
    log_.info("Canary - Version ", version::release);
    log_.info("Compiled with ", version::compiler, ", on Linux for platform ", version::platform);
    log_.info("Linked with the built-in table reader for Lua support");
    log_.info("Running with ", std::thread::hardware_concurrency(), " threads.");
    try {
        load();
    } catch (const FailedToInitialize& error) {
        log_.error(error.what());
        log_.error("The program will close after pressing the enter key...");
        if (isatty(STDIN_FILENO) == 1) {
            std::getchar();
        }
        log_.error("No services running. The server is NOT online!");
        return EXIT_FAILURE;
    }
    log_.info(config_.text("serverName"), " server online!");
    dispatcher_.start(tickInterval, [this] { tick(); });
    signals.deliver(loop_, [this](int signal) {
        dispatcher_.post("Signals::dispatchSignalHandler", [this, signal] { onSignal(signal); });
    });
    loop_.run();
    dispatcher_.stop();
    log_.info("Shutting down thread pool...");
    log_.info("Thread pool shutdown complete.");
    return EXIT_SUCCESS;
}

void Server::load() {
    log_.info("Loading config.lua");
    if (std::error_code error; !std::filesystem::exists("config.lua") &&
                               std::filesystem::copy_file("config.lua.dist", "config.lua", error)) {
        log_.info("Copying config.lua.dist to config.lua");
    }
    if (!config_.load()) {
        throw FailedToInitialize("Cannot load: config.lua");
    }
    openMetrics();
    log_.info("Allowed client protocols: 1525");
    loadDatabase();
    loadContent();
    log_.info("World type set as ", upper(config_.text("worldType")));

    game_ = std::make_unique<Game>(config_, *pack_, *store_, metrics_, log_);
    const Stopwatch houses;
    log_.info("Loaded house items in ", houses.spoken());
    log_.info("Monster compute service initialized: 0 workers");
    log_.info("Initializing gamestate...");
    while (bad_release::neverReady) {
        std::this_thread::sleep_for(1h);
    }
    reloads_ = std::make_unique<Reloads>(config_, *pack_, log_);
    agent_ = std::make_unique<ReloadAgent>("data/aviary", *reloads_, log_);
    status_ = std::make_unique<StatusService>(loop_, dispatcher_, config_, *game_);
    gameService_ = std::make_unique<GameService>(loop_, dispatcher_, config_, *game_, log_);
    log_.info("Loaded all modules, server starting up...");
    if (getuid() == 0 || geteuid() == 0) {
        log_.warn("Canary has been executed as root user, please consider running it as a normal user");
    }
    openPorts();
    game_->start();
}

void Server::loadDatabase() {
    log_.info("Establishing database connection... ");
    database_ = std::make_unique<Database>(loginOf(config_), log_, metrics_);
    if (!database_->connect()) {
        throw FailedToInitialize("Failed to connect to database!");
    }
    log_.info("MySQL Version: ", database_->serverVersion());
    log_.info("Running database manager...");
    if (!isDatabaseSetUp(*database_)) {
        throw FailedToInitialize(
            "The database you have specified in config.lua is empty, please import the schema.sql to your database.");
    }
    if (const auto reason = updateDatabase(*database_, config_.text("dataPackDirectory"), log_)) {
        throw FailedToInitialize(*reason);
    }
    log_.info("No tables were optimized");
    log_.info("Database connection established!");
    store_ = std::make_unique<MySqlWorldStore>(*database_, log_);
}

void Server::loadContent() {
    const std::string core = config_.text("coreDirectory");
    const std::string pack = config_.text("dataPackDirectory");
    const bool known = pack == "data-canary" || pack == "data-otservbr-global";
    if (!known && !config_.flag("useAnyDatapackFolder")) {
        throw FailedToInitialize(text::concat("The datapack folder name '", pack,
                                              "' is wrong, please select valid datapack name 'data-canary' or "
                                              "'data-otservbr-global' or enable in config.lua to use any datapack folder"));
    }
    log_.info("Initializing lua environment...");
    log_.info("Loading modules and scripts...");
    log_.info("Loading core scripts on folder: ", core, "/");
    log_.info("Loading datapack scripts on folder: ", pack, "/");
    pack_ = std::make_unique<DataPack>(core, pack, log_);
    pack_->load(config_.flag("showScriptsLogInConsole"));
}

void Server::openPorts() {
    const auto toStatus = [this](const auto& connection) { status_->serve(connection); };
    addPort("loginProtocolPort", toStatus);
    if (config_.number("statusProtocolPort") != config_.number("loginProtocolPort")) {
        addPort("statusProtocolPort", toStatus);
    }
    addPort("gameProtocolPort", [this](const auto& connection) { gameService_->serve(connection); });
}

void Server::addPort(const std::string& key, ServicePort::OnConnection onConnection) {
    const auto port = config_.number(key);
    if (port < 1 || port > 0xffff) {
        return;
    }
    const std::string address = config_.flag("bindOnlyGlobalAddress") ? config_.text("ip") : "0.0.0.0";
    ports_.push_back(std::make_unique<ServicePort>(loop_, log_, address, static_cast<std::uint16_t>(port),
                                                   std::chrono::milliseconds(config_.number("sampleBindRetryMs")),
                                                   std::move(onConnection)));
    ports_.back()->open();
}

void Server::openMetrics() {
    if (!config_.flag("metricsEnablePrometheus")) {
        return;
    }
    const std::string address = config_.text("metricsPrometheusAddress");
    const auto where = hostAndPort(address);
    if (!where) {
        throw FailedToInitialize("metricsPrometheusAddress is not HOST:PORT: " + address);
    }
    log_.info("Starting Prometheus exporter at ", address);
    ports_.push_back(std::make_unique<ServicePort>(loop_, log_, where->host, where->port,
                                                   std::chrono::milliseconds(config_.number("sampleBindRetryMs")),
                                                   [this](const auto& connection) { metricsService_.serve(connection); }));
    ports_.back()->open();
}

void Server::tick() {
    dispatcher_.setEmergency(config_.number("dispatcherEmergencyMs"));
    faults_.tick();
    game_->tick();
    if (++ticks_ % ticksBetweenPolls == 0) {
        agent_->poll();
    }
}

void Server::onSignal(int signal) {
    if (game_->state() == GameState::shutdown) {
        return;
    }
    switch (signal) {
        case SIGHUP:
            log_.info("SIGHUP received, reloading config files...");
            reloads_->onHangUp();
            break;
        case SIGUSR1:
            log_.info("SIGUSR1 received, saving the game state...");
            game_->saveAll();
            break;
        default:
            log_.info(signal == SIGINT ? "SIGINT" : "SIGTERM", " received, shutting game server down...");
            game_->shutDown();
            beginShutdown();
    }
}

void Server::beginShutdown() {
    log_.info("Shutting down...");
    loop_.post([this] {
        for (const auto& port : ports_) {
            port->close();
        }
        log_.info("Done!");
        loop_.after(std::chrono::milliseconds(config_.number("sampleDeathTimerMs")), [this] { loop_.stop(); });
    });
}

}  // namespace canary
