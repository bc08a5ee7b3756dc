#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "util/stopwatch.hpp"
#include "util/unique_fd.hpp"

namespace canary {

/// Waits for sockets, signals and timers on one thread: the network's. Only post() may be called from another.
class EventLoop {
public:
    using Handler = std::function<void(short events)>;
    using Task = std::function<void()>;

    EventLoop();

    /// Calls the handler whenever one of the events (POLLIN, POLLOUT) or an error comes up on the descriptor.
    void watch(int fd, short events, Handler handler);
    void forget(int fd);
    void after(std::chrono::milliseconds delay, Task task);
    /// Runs a task on the loop's thread; any thread may call this.
    void post(Task task);

    /// Runs until stop() is called.
    void run();
    void stop() { stopping_ = true; }

private:
    struct Watched {
        short events;
        std::shared_ptr<Handler> handler;
    };

    void drainPosted();
    void runTimers();
    [[nodiscard]] int patience() const;

    std::map<int, Watched> watched_;
    std::multimap<Clock::time_point, Task> timers_;
    std::mutex mutex_;
    std::vector<Task> posted_;
    UniqueFd wake_;
    bool stopping_ = false;
};

}  // namespace canary
