#include <csignal>
#include <vector>

#include "app/signals.hpp"
#include "check.hpp"

using namespace canary;

TEST(signals_wait_for_delivery) {
    Signals signals;
    kill(getpid(), SIGTERM);
    kill(getpid(), SIGHUP);
    kill(getpid(), SIGUSR1);
    // Still here: the signals wait until somebody takes them.
    EventLoop loop;
    std::vector<int> taken;
    signals.deliver(loop, [&](int signal) {
        taken.push_back(signal);
        if (taken.size() == 3) {
            loop.stop();
        }
    });
    loop.run();
    SAME(taken.size(), std::size_t{3});
}
