#include "config/settings.hpp"

#include <vector>

namespace canary {

std::span<const Setting> settings() {
    constexpr bool startup = true;
    constexpr bool reloadable = false;
    // Which keys are read once and which again is the real server's choice; see its configmanager.
    static const std::vector<Setting> all = {
        {"ip", "127.0.0.1", startup},
        {"bindOnlyGlobalAddress", false, startup},
        {"loginProtocolPort", 7171, startup},
        {"gameProtocolPort", 7172, startup},
        {"statusProtocolPort", 7171, startup},
        {"mysqlHost", "127.0.0.1", startup},
        {"mysqlUser", "root", startup},
        {"mysqlPass", "root", startup},
        {"mysqlDatabase", "otservbr-global", startup},
        {"mysqlPort", 3306, startup},
        {"mysqlSock", "", startup},
        {"toggleMaintainMode", false, startup},
        {"maintainModeMessage", "", startup},
        {"mapName", "sample", startup},
        {"mapAuthor", "Aviary", startup},
        {"worldType", "retro-pvp", reloadable},
        {"serverName", "OTServBR-Global", reloadable},
        {"serverMotd", "Welcome to the OTServBR-Global!", reloadable},
        {"ownerName", "OpenTibiaBR", reloadable},
        {"ownerEmail", "opentibiabr@outlook.com", reloadable},
        {"url", "https://docs.opentibiabr.com/", reloadable},
        {"location", "South America", reloadable},
        {"allowReload", false, reloadable},
        {"maxPlayers", 0, reloadable},
        {"maxPacketsPerSecond", 25, reloadable},
        {"statusTimeout", 5000, reloadable},
        {"toggleSaveInterval", true, reloadable},
        {"saveIntervalType", "hour", reloadable},
        {"saveIntervalTime", 1, reloadable},
        {"rateExp", 1, reloadable},
        {"rateSkill", 1, reloadable},
        {"rateLoot", 1, reloadable},
        {"rateMagic", 1, reloadable},
        {"rateSpawn", 1, reloadable},
        {"showScriptsLogInConsole", false, reloadable},
        {"dispatcherSloMs", 50, reloadable},
        {"dispatcherEmergencyMs", 100, reloadable},
        {"metricsEnablePrometheus", false, startup},
        {"metricsPrometheusAddress", "0.0.0.0:9464", startup},
        {"coreDirectory", "data", startup},
        {"dataPackDirectory", "data-otservbr-global", startup},
        {"useAnyDatapackFolder", false, startup},
        // What only the sample server has.
        {"samplePopulation", 40, reloadable},
        {"sampleLoginsPerSecond", 4, reloadable},
        {"sampleSessionSeconds", 0, reloadable},
        {"sampleSeed", 1, startup},
        {"sampleCreateCharacters", true, reloadable},
        {"samplePlayersOnlineSeconds", 600, startup},
        {"sampleBindRetryMs", 15000, startup},
        {"sampleDeathTimerMs", 3000, startup},
    };
    return all;
}

}  // namespace canary
