#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "game/hunting.hpp"
#include "game/world_store.hpp"

namespace canary {

enum class GameState { startup, normal, closed, shutdown };

/// What the status protocol tells of the game.
struct GameStatus {
    std::size_t online = 0;          ///< how many players there are
    std::size_t onlineByAddress = 0; ///< the same, with at most four of one address
    std::int64_t record = 0;
    std::size_t monsters = 0;
    std::size_t npcs = 0;
    std::vector<std::pair<std::string, int>> players;  ///< names and levels
};

/// The game: who plays, what they gain, when they are saved. Belongs to the game loop's thread.
class Game {
public:
    Game(const Config& config, const DataPack& pack, WorldStore& store, Metrics& metrics, Log& log);

    /// Reads guilds and houses and opens the world.
    void start();
    /// One step of the game, twenty times a second.
    void tick();
    /// Throws everybody out, saving them, and saves the rest.
    void shutDown();
    void saveAll();

    /// Lets a character in. @return why not, or nothing
    std::optional<std::string> logIn(const std::string& name, const std::string& address, bool simulated);
    void logOut(const std::string& name);

    [[nodiscard]] const Player* find(const std::string& name) const;
    [[nodiscard]] GameStatus status() const;
    [[nodiscard]] GameState state() const { return state_; }

private:
    [[nodiscard]] std::optional<std::string> refusal() const;
    void admit(Player player);
    void logInSimulated();
    void logOutSimulated();
    void playOneSecondOf(Player& player);
    void moveIn(const Player& player);
    void foundGuild(const Player& player);
    void saveWhenDue();
    void saveOnlineList();

    const Config& config_;
    const DataPack& pack_;
    WorldStore& store_;
    Metrics& metrics_;
    Log& log_;
    Hunting hunting_;
    GameState state_ = GameState::startup;
    std::map<std::string, Player, std::less<>> players_;  ///< by name in lower case
    std::vector<Guild> guilds_;
    std::vector<House> houses_;
    std::int64_t record_ = 0;
    std::int64_t worldHunts_ = 0;
    std::uint64_t ticks_ = 0;
    std::size_t nextCharacter_ = 0;
    Clock::time_point lastSave_ = Clock::now();
};

}  // namespace canary
