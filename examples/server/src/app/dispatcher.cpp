#include "app/dispatcher.hpp"

namespace canary {
namespace {
using namespace std::chrono_literals;

constexpr int lateTicksOfABacklog = 10;
constexpr auto betweenComplaints = 30s;
}  // namespace

Dispatcher::Dispatcher(Log& log, Metrics& metrics) : log_(log), metrics_(metrics) {}

void Dispatcher::start(std::chrono::milliseconds interval, Task tick) {
    thread_ = std::thread([this, interval, tick = std::move(tick)] { run(interval, tick); });
}

void Dispatcher::post(std::string name, Task task) {
    {
        const std::lock_guard guard(mutex_);
        waiting_.push_back({std::move(name), std::move(task), Clock::now()});
    }
    changed_.notify_one();
}

void Dispatcher::stop() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Dispatcher::run(std::chrono::milliseconds interval, const Task& tick) {
    auto nextTick = Clock::now() + interval;
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        changed_.wait_until(lock, nextTick, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) {
            return;
        }
        // Ticks and tasks take turns: neither a flood of tasks nor a slow tick can shut the other out.
        if (!waiting_.empty()) {
            const Waiting first = std::move(waiting_.front());
            waiting_.pop_front();
            lock.unlock();
            runTask(first.name, first.task);
            lock.lock();
        }
        if (const auto now = Clock::now(); now >= nextTick) {
            watchBacklog(now - nextTick, waiting_.size());
            nextTick = std::max(nextTick + interval, now);
            lock.unlock();
            runTask("Game::tick", tick);
            lock.lock();
        }
    }
}

void Dispatcher::runTask(const std::string& name, const Task& task) {
    const Timing timing(metrics_, "task_latency", "task", name);
    task();
}

void Dispatcher::watchBacklog(Clock::duration late, std::size_t queued) {
    lateTicks_ = late > emergency_ ? lateTicks_ + 1 : 0;
    if (lateTicks_ >= lateTicksOfABacklog && Clock::now() >= quietUntil_) {
        quietUntil_ = Clock::now() + betweenComplaints;
        log_.warn("Dispatcher sustained player-visible backlog: state=emergency, queuedVisible=", queued,
                  ", oldestVisible=", std::chrono::duration_cast<std::chrono::microseconds>(late).count(), " us");
    }
}

}  // namespace canary
