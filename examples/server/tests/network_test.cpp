#include <future>
#include <thread>

#include "check.hpp"
#include "client.hpp"
#include "net/game_service.hpp"
#include "net/metrics_service.hpp"
#include "net/service_port.hpp"
#include "net/status_service.hpp"
#include "world_fixture.hpp"

using namespace canary;
using namespace std::chrono_literals;

namespace {

/// A world with its ports, run as the server runs it.
struct NetworkFixture : WorldFixture {
    explicit NetworkFixture(const std::string& settings = "samplePopulation = 0\n")
        : WorldFixture(settings),
          dispatcher(log.log(), metrics),
          status(loop, dispatcher, config, *game),
          games(loop, dispatcher, config, *game, log.log()),
          figures(metrics),
          reloads(config, pack, log.log()),
          statusPort(loop, log.log(), "127.0.0.1", statusNumber, 20ms, [this](const auto& c) { status.serve(c); }),
          gamePort(loop, log.log(), "127.0.0.1", gameNumber, 20ms, [this](const auto& c) { games.serve(c); }),
          metricsPort(loop, log.log(), "127.0.0.1", metricsNumber, 20ms, [this](const auto& c) { figures.serve(c); }) {}

    void open() {
        game->start();
        statusPort.open();
        gamePort.open();
        metricsPort.open();
        dispatcher.start(5ms, [this] { game->tick(); });
        network = std::thread([this] { loop.run(); });
    }

    ~NetworkFixture() {
        loop.post([this] { loop.stop(); });
        network.join();
        dispatcher.stop();
    }

    /// Runs something on the game loop and waits for it.
    void onGameLoop(const std::function<void()>& task, const std::string& name = "test") {
        std::promise<void> done;
        dispatcher.post(name, [&] {
            task();
            done.set_value();
        });
        done.get_future().wait();
    }

    EventLoop loop;
    Dispatcher dispatcher;
    StatusService status;
    GameService games;
    MetricsService figures;
    Reloads reloads;
    std::uint16_t statusNumber = freePort();
    std::uint16_t gameNumber = freePort();
    std::uint16_t metricsNumber = freePort();
    ServicePort statusPort;
    ServicePort gamePort;
    ServicePort metricsPort;
    std::thread network;
};

constexpr std::string_view infoRequest("\x06\x00\xff\xffinfo", 8);

}  // namespace

TEST(status_is_answered_by_the_game_loop) {
    NetworkFixture world;
    world.open();
    std::promise<void> release;
    world.dispatcher.post("stuck", [future = release.get_future().share()] { future.wait(); });
    Client client(world.statusNumber);
    client.send(infoRequest);
    HOLDS(!client.hears(200));
    release.set_value();
    HOLDS(client.readAll().starts_with("<?xml version=\"1.0\"?><tsqp"));
}

TEST(client_plays_and_stays_through_reload) {
    NetworkFixture world;
    world.open();
    Client client(world.gameNumber);
    SAME(client.read(14).substr(8, 1), "\x1f");
    client.send("login Some Body\n");
    HOLDS(client.readLine().starts_with("ok Some Body level=1 experience=0"));
    Client second(world.gameNumber);
    second.read(14);
    second.send("login some body\n");
    SAME(second.readLine(), "error You are already logged in.");
    world.onGameLoop([&] { world.reloads.onHangUp(); });
    world.onGameLoop([&] { world.reloads.reload("scripts"); });
    client.send("ping\n");
    SAME(client.readLine(), "pong");
    client.send("logout\n");
    SAME(client.readLine(), "bye");
    SAME(client.readAll(), "");
    HOLDS(world.log.has("Some Body has logged out"));
}

TEST(flood_is_disconnected) {
    NetworkFixture world("samplePopulation = 0\nmaxPacketsPerSecond = 5\n");
    world.open();
    Client client(world.gameNumber);
    client.read(14);
    for (int i = 0; i < 30; ++i) {
        client.send("ping\n");
    }
    client.readAll();
    HOLDS(world.log.has("[Connection::parseHeader] - 127.0.0.1 disconnected for exceeding packet per second limit."));
    Client garbage(world.gameNumber);
    garbage.read(14);
    garbage.send(std::string(20000, 'x'));
    SAME(garbage.readAll(), "");
    Client longRequest(world.statusNumber);
    longRequest.send(std::string_view("\xff\xff\xff\xff", 4));
    SAME(longRequest.readAll(), "");
}

TEST(taken_port_only_warns) {
    NetworkFixture world;
    HeldPort taken;
    ServicePort port(world.loop, world.log.log(), "127.0.0.1", taken.port(), 20ms,
                     [&](const auto& connection) { world.status.serve(connection); });
    port.open();
    HOLDS(world.log.has("[warning] [ServicePort::open] - Error code: bind: Address already in use \n"));
    taken.release();
    world.open();
    // It is tried again every 20 ms.
    for (int attempt = 0; attempt < 500; ++attempt) {
        try {
            Client client(taken.port());
            client.send(infoRequest);
            HOLDS(client.readAll().starts_with("<?xml"));
            return;
        } catch (const std::runtime_error&) {
            std::this_thread::sleep_for(20ms);
        }
    }
    throw check::Failed("the port was never taken up");
}

TEST(metrics_are_served) {
    NetworkFixture world;
    world.open();
    world.onGameLoop([] {});
    // A task is measured once it has ended, and the next one begins only after that.
    world.onGameLoop([] {}, "next");
    Client client(world.metricsNumber);
    client.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string answer = client.readAll();
    HOLDS(answer.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4"));
    HOLDS(answer.find("task_latency_microseconds_count{task=\"test\"} 1") != std::string::npos);
}
