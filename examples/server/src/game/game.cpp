#include "game/game.hpp"

#include <algorithm>
#include <chrono>

#include "game/population.hpp"
#include "util/text.hpp"

namespace canary {
namespace {

constexpr std::uint64_t ticksPerSecond = 20;
constexpr std::size_t mostOfOneAddress = 4;
constexpr std::size_t largestHouse = 500;
constexpr std::string_view worldHuntsKey = "sample.hunts";

std::int64_t unixSeconds() {
    using namespace std::chrono;
    return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

std::chrono::seconds intervalOf(const Config& config) {
    const std::string unit = config.text("saveIntervalType");
    const std::int64_t seconds = unit == "second" ? 1 : unit == "minute" ? 60 : 3600;
    return std::chrono::seconds(std::max<std::int64_t>(1, config.number("saveIntervalTime")) * seconds);
}

}  // namespace

Game::Game(const Config& config, const DataPack& pack, WorldStore& store, Metrics& metrics, Log& log)
    : config_(config), pack_(pack), store_(store), metrics_(metrics), log_(log), hunting_(config, pack, metrics) {}

void Game::start() {
    guilds_ = store_.loadGuilds();
    houses_ = store_.loadHouses();
    record_ = store_.loadRecord();
    worldHunts_ = store_.loadValue(std::string(worldHuntsKey));
    store_.saveOnline({});
    lastSave_ = Clock::now();
    state_ = config_.flag("toggleMaintainMode") ? GameState::closed : GameState::normal;
    if (state_ == GameState::closed) {
        log_.warn("Initialized in maintain mode!");
    }
}

void Game::tick() {
    if (state_ == GameState::shutdown) {
        return;
    }
    const Timing timing(metrics_, "method_latency", "method", "Game::tick");
    ++ticks_;
    if (ticks_ % ticksPerSecond == 0) {
        logOutSimulated();
        logInSimulated();
        saveWhenDue();
    }
    const auto onlineList = static_cast<std::uint64_t>(
        std::max<std::int64_t>(1, config_.number("samplePlayersOnlineSeconds")));
    if (ticks_ % (ticksPerSecond * onlineList) == 0) {
        saveOnlineList();
    }
    // Each player's second begins at another tick, so that the work is spread.
    for (auto& [key, player] : players_) {
        if ((ticks_ + static_cast<std::uint64_t>(player.id)) % ticksPerSecond == 0) {
            playOneSecondOf(player);
        }
    }
}

void Game::playOneSecondOf(Player& player) {
    ++player.onlineSeconds;
    const Spoils spoils = hunting_.hunt(player);
    ++worldHunts_;
    foundGuild(player);
    if (!guilds_.empty()) {
        guilds_.front().balance += spoils.gold / 10;
    }
    if (spoils.loot) {
        for (House& house : houses_) {
            if (house.ownerId == player.id && house.items.size() < largestHouse && !player.items.empty()) {
                house.items.push_back(player.items.back());
                player.items.pop_back();
            }
        }
    }
}

void Game::foundGuild(const Player& player) {
    if (!guilds_.empty() || player.level < 8) {
        return;
    }
    if (auto guild = store_.createGuild("Keepers of the Aviary", player.id)) {
        guilds_.push_back(std::move(*guild));
    }
}

void Game::moveIn(const Player& player) {
    const bool owns = std::any_of(houses_.begin(), houses_.end(), [&](const House& h) { return h.ownerId == player.id; });
    const auto empty = std::find_if(houses_.begin(), houses_.end(), [](const House& h) { return h.ownerId == 0; });
    if (!owns && empty != houses_.end()) {
        empty->ownerId = player.id;
    }
}

std::optional<std::string> Game::refusal() const {
    switch (state_) {
        case GameState::startup:
            return "Gameworld is starting up. Please wait.";
        case GameState::shutdown:
            return "The game is just going down. Please try again later.";
        case GameState::closed:
        case GameState::normal:
            break;
    }
    const auto most = config_.number("maxPlayers");
    if (most > 0 && static_cast<std::int64_t>(players_.size()) >= most) {
        return "Too many players online.";
    }
    return std::nullopt;
}

std::optional<std::string> Game::logIn(const std::string& name, const std::string& address, bool simulated) {
    if (!isCharacterName(name)) {
        return "A character's name has 2 to 29 letters.";
    }
    if (auto reason = refusal()) {
        return reason;
    }
    if (find(name) != nullptr) {
        return "You are already logged in.";
    }
    auto player = store_.loadPlayer(name);
    if (!player && (simulated || config_.flag("sampleCreateCharacters"))) {
        player = store_.createPlayer(name);
    }
    if (!player) {
        return "Your character could not be loaded.";
    }
    if (state_ == GameState::closed && !player->isStaff()) {
        const std::string message = config_.text("maintainModeMessage");
        return message.empty() ? "Server is currently closed. Please try again later." : message;
    }
    player->address = address;
    player->simulated = simulated;
    admit(std::move(*player));
    return std::nullopt;
}

void Game::admit(Player player) {
    player.lastLogin = unixSeconds();
    ++player.counters[storage::logins];
    moveIn(player);
    log_.info(player.name, " has logged in. (Protocol: 1525, Profile: current)");
    players_.emplace(text::lower(player.name), std::move(player));
    if (static_cast<std::int64_t>(players_.size()) > record_) {
        record_ = static_cast<std::int64_t>(players_.size());
        store_.saveRecord(record_);
    }
}

void Game::logOut(const std::string& name) {
    const auto found = players_.find(text::lower(name));
    if (found == players_.end()) {
        return;
    }
    store_.savePlayer(found->second);
    log_.info(found->second.name, " has logged out");
    players_.erase(found);
}

void Game::logInSimulated() {
    const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(0, config_.number("samplePopulation")));
    const auto present = static_cast<std::size_t>(
        std::count_if(players_.begin(), players_.end(), [](const auto& entry) { return entry.second.simulated; }));
    auto free = static_cast<std::size_t>(std::max<std::int64_t>(0, config_.number("sampleLoginsPerSecond")));
    if (state_ != GameState::normal || present >= wanted) {
        return;
    }
    free = std::min(free, wanted - present);
    for (std::size_t tried = 0; tried < wanted && free > 0 && !refusal(); ++tried) {
        const std::size_t number = nextCharacter_++ % wanted;
        if (find(characterName(number)) == nullptr) {
            logIn(characterName(number), characterAddress(number), true);
            --free;
        }
    }
}

void Game::logOutSimulated() {
    const auto session = config_.number("sampleSessionSeconds");
    if (session <= 0) {
        return;
    }
    std::vector<std::string> leaving;
    for (const auto& [key, player] : players_) {
        if (player.simulated && unixSeconds() - player.lastLogin >= session) {
            leaving.push_back(key);
        }
    }
    for (const std::string& key : leaving) {
        logOut(key);
    }
}

const Player* Game::find(const std::string& name) const {
    const auto found = players_.find(text::lower(name));
    return found == players_.end() ? nullptr : &found->second;
}

GameStatus Game::status() const {
    GameStatus status;
    std::map<std::string, std::size_t> addresses;
    for (const auto& [key, player] : players_) {
        status.players.emplace_back(player.name, player.level);
        if (++addresses[player.address] <= mostOfOneAddress) {
            ++status.onlineByAddress;
        }
    }
    status.online = players_.size();
    status.record = record_;
    status.monsters = pack_.monsters().all().size() * 100;
    status.npcs = pack_.npcs().all().size();
    return status;
}

void Game::saveOnlineList() {
    std::vector<int> ids;
    for (const auto& [key, player] : players_) {
        ids.push_back(player.id);
    }
    store_.saveOnline(ids);
}

void Game::saveWhenDue() {
    if (config_.flag("toggleSaveInterval") && Clock::now() - lastSave_ >= intervalOf(config_)) {
        saveAll();
    }
}

void Game::saveAll() {
    lastSave_ = Clock::now();
    const Stopwatch all;
    log_.info("Saving server...");
    log_.info("Saving ", players_.size(), " players... (Async: Disabled)");
    const Stopwatch ofPlayers;
    for (const auto& [key, player] : players_) {
        store_.savePlayer(player);
    }
    log_.info("Players saved in ", ofPlayers.spoken(), ".");
    const Stopwatch ofGuilds;
    for (const Guild& guild : guilds_) {
        store_.saveGuild(guild);
    }
    log_.info("Guilds saved in ", ofGuilds.spoken(), ".");
    if (!store_.saveHouses(houses_)) {
        log_.error("Failed to save map.");
    }
    if (!store_.saveValue(std::string(worldHuntsKey), worldHunts_)) {
        log_.error("Failed to save key-value store.");
    }
    log_.info("Server saved in ", all.spoken(), ".");
}

void Game::shutDown() {
    state_ = GameState::shutdown;
    while (!players_.empty()) {
        logOut(std::string(players_.begin()->first));
    }
    saveAll();
    store_.saveOnline({});
}

}  // namespace canary
