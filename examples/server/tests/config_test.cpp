#include "check.hpp"
#include "config/config.hpp"
#include "fixtures.hpp"

using namespace canary;

TEST(config_keeps_startup_keys) {
    const TemporaryFolder folder;
    CapturedLog log;
    folder.write("config.lua", "maxPlayers = 10\ngameProtocolPort = 7000\nserverName = 'One'\n");
    Config config(folder.path() / "config.lua", log.log());
    HOLDS(config.load());
    folder.write("config.lua", "maxPlayers = 20\ngameProtocolPort = 8000\nserverName = 'Two'\n");
    HOLDS(config.reload());
    SAME(config.number("maxPlayers"), 20);
    SAME(config.text("serverName"), "Two");
    SAME(config.number("gameProtocolPort"), 7000);
}

TEST(config_keeps_values_of_a_faulty_file) {
    const TemporaryFolder folder;
    CapturedLog log;
    folder.write("config.lua", "maxPlayers = 10\n");
    Config config(folder.path() / "config.lua", log.log());
    HOLDS(config.load());
    folder.write("config.lua", "maxPlayers = 20\nserverName = \n");
    HOLDS(!config.reload());
    SAME(config.number("maxPlayers"), 10);
    HOLDS(log.text().find("[error] [ConfigManager::load] - ") != std::string::npos);
    HOLDS(log.text().find("config.lua:3: unexpected symbol near '<eof>'") != std::string::npos);
}

TEST(config_falls_back_on_defaults) {
    const TemporaryFolder folder;
    CapturedLog log;
    folder.write("config.lua", "maxPlayers = 'many'\n");
    Config config(folder.path() / "config.lua", log.log());
    HOLDS(config.load());
    SAME(config.number("maxPlayers"), 0);
    SAME(config.number("statusTimeout"), 5000);
    HOLDS(log.text().find("maxPlayers has a value of the wrong type") != std::string::npos);
    Config missing(folder.path() / "nothing.lua", log.log());
    HOLDS(!missing.load());
}
