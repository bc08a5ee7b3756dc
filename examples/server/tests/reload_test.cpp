#include "check.hpp"
#include "util/files.hpp"
#include "world_fixture.hpp"

using namespace canary;

namespace {

struct ReloadFixture : WorldFixture {
    ReloadFixture() : reloads(config, pack, log.log()), agent(folder.path() / "aviary", reloads, log.log()) {
        std::filesystem::create_directories(folder.path() / "aviary");
    }

    std::string answer() { return files::read(folder.path() / "aviary/reload.ack", 1000).value_or("none"); }
    bool asked() { return std::filesystem::exists(folder.path() / "aviary/reload.request"); }

    Reloads reloads;
    ReloadAgent agent;
};

}  // namespace

TEST(reload_of_good_scripts) {
    ReloadFixture world;
    world.folder.write("data/scripts/hunting.lua", "return { experienceFactor = 3 }");
    SAME(world.pack.scripts()["hunting"]["experienceFactor"].integer(), 1);
    HOLDS(*world.reloads.reload("scripts"));
    SAME(world.pack.scripts()["hunting"]["experienceFactor"].integer(), 3);
    HOLDS(world.log.has("[info] Reloaded: Scripts \n"));
    HOLDS(!world.log.has("[error]"));
}

TEST(reload_of_faulty_script_takes_it_away) {
    ReloadFixture world;
    world.folder.write("data/scripts/hunting.lua", "return {\n  experienceFactor = \n}");
    HOLDS(*world.reloads.reload("scripts"));
    HOLDS(world.pack.scripts()["hunting"].isNil());
    const std::string file = world.data("data/scripts/hunting.lua").string();
    HOLDS(world.log.has("[error] " + file + " \n"));
    HOLDS(world.log.has("[error] " + file + ":3: unexpected symbol near '}' \n"));
    HOLDS(world.log.has("[info] Reloaded: Scripts \n"));
}

TEST(reload_of_faulty_monster_fails) {
    ReloadFixture world;
    world.folder.write("pack/monster/rat.lua", "retrun {}");
    HOLDS(!*world.reloads.reload("monsters"));
    HOLDS(world.log.has("[error] Failed to reload: Monsters \n"));
    HOLDS(!world.reloads.reload("no-such-thing").has_value());
}

TEST(agent_answers_request) {
    ReloadFixture world;
    world.folder.write("aviary/reload.request", "token-1 scripts\n");
    world.agent.poll();
    SAME(world.answer(), "token-1 ok scripts\n");
    HOLDS(!world.asked());
    world.folder.write("pack/monster/rat.lua", "retrun {}");
    world.folder.write("aviary/reload.request", "token-2 monsters\n");
    world.agent.poll();
    SAME(world.answer(), "token-2 failed monsters\n");
    world.folder.write("aviary/reload.request", "token-3 nonsense\n");
    world.agent.poll();
    SAME(world.answer(), "token-3 failed nonsense\n");
}

TEST(agent_waits_for_whole_request) {
    ReloadFixture world;
    world.folder.write("aviary/reload.request", "token-1 scri");
    world.agent.poll();
    HOLDS(world.asked());
    SAME(world.answer(), "none");
    world.folder.write("aviary/reload.request", "token-1 scripts\n");
    world.agent.poll();
    SAME(world.answer(), "token-1 ok scripts\n");
}

TEST(hangup_reloads_config) {
    ReloadFixture world;
    world.write("maxPlayers = 77\n");
    world.reloads.onHangUp();
    SAME(world.config.number("maxPlayers"), 77);
    for (const char* what : {"config", "raids", "items", "mounts", "events", "chatchannels", "core.lua"}) {
        HOLDS(world.log.has(std::string("[info] Reloaded ") + what + " \n"));
    }
    world.write("maxPlayers = = 1\n");
    world.reloads.onHangUp();
    SAME(world.config.number("maxPlayers"), 77);
}
