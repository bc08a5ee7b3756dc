#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "log/log.hpp"
#include "metrics/metrics.hpp"

namespace canary {

/// The game loop: one thread that runs ticks and, between them, whatever other threads hand to it. Everything about
/// the game happens here, so a tick that takes long delays every answer.
class Dispatcher {
public:
    using Task = std::function<void()>;

    Dispatcher(Log& log, Metrics& metrics);
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;
    ~Dispatcher() { stop(); }

    /// Starts the thread; a tick runs every interval, or as soon as the one before has ended.
    void start(std::chrono::milliseconds interval, Task tick);
    /// Hands over a task. The name is the one it has in task_latency.
    void post(std::string name, Task task);
    /// Lets the task that runs end, drops the others, and waits for the thread.
    void stop();

    /// How long a task may wait until the log complains of a backlog, in milliseconds.
    void setEmergency(std::int64_t milliseconds) { emergency_ = std::chrono::milliseconds(milliseconds); }

private:
    struct Waiting {
        std::string name;
        Task task;
        Clock::time_point since;
    };

    void run(std::chrono::milliseconds interval, const Task& tick);
    void runTask(const std::string& name, const Task& task);
    void watchBacklog(Clock::duration late, std::size_t queued);

    Log& log_;
    Metrics& metrics_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Waiting> waiting_;
    bool stopping_ = false;
    std::chrono::milliseconds emergency_{100};
    int lateTicks_ = 0;
    Clock::time_point quietUntil_{};
    std::thread thread_;
};

}  // namespace canary
