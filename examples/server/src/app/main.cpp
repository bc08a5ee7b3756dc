#include <cstdio>

#include "app/server.hpp"

int main() {
    canary::Log log(stdout);
    canary::Config config("config.lua", log);
    canary::Server server(config, log);
    return server.run();
}
