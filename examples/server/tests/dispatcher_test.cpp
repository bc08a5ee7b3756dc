#include "app/dispatcher.hpp"

#include <atomic>
#include <future>

#include "check.hpp"
#include "fixtures.hpp"

using namespace canary;
using namespace std::chrono_literals;

TEST(dispatcher_runs_tasks_between_slow_ticks) {
    CapturedLog log;
    Metrics metrics;
    std::atomic<int> ticks = 0;
    Dispatcher dispatcher(log.log(), metrics);
    dispatcher.setEmergency(1);
    dispatcher.start(1ms, [&] {
        std::this_thread::sleep_for(5ms);
        ++ticks;
    });
    int tasks = 0;
    while (ticks < 15) {
        std::promise<void> done;
        dispatcher.post("task", [&] { done.set_value(); });
        done.get_future().wait();
        ++tasks;
    }
    dispatcher.stop();
    HOLDS(tasks >= 14);
    HOLDS(log.has("[warning] Dispatcher sustained player-visible backlog: state="));
    HOLDS(metrics.exposition().find("task_latency_microseconds_count{task=\"task\"} ") != std::string::npos);
}
