#include "net/event_loop.hpp"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cstdint>

namespace canary {
namespace {
constexpr int longestWait = 1000;
}

EventLoop::EventLoop() : wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void EventLoop::watch(int fd, short events, Handler handler) {
    watched_.insert_or_assign(fd, Watched{events, std::make_shared<Handler>(std::move(handler))});
}

void EventLoop::forget(int fd) { watched_.erase(fd); }

void EventLoop::after(std::chrono::milliseconds delay, Task task) {
    timers_.emplace(Clock::now() + delay, std::move(task));
}

void EventLoop::post(Task task) {
    {
        const std::lock_guard guard(mutex_);
        posted_.push_back(std::move(task));
    }
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
}

void EventLoop::run() {
    while (!stopping_) {
        std::vector<pollfd> polled{{wake_.get(), POLLIN, 0}};
        for (const auto& [fd, watched] : watched_) {
            polled.push_back({fd, watched.events, 0});
        }
        ::poll(polled.data(), polled.size(), patience());
        drainPosted();
        runTimers();
        for (std::size_t i = 1; i < polled.size() && !stopping_; ++i) {
            // A handler may have closed another's descriptor meanwhile, so look it up again. That the same number was
            // given to a new socket in this very round does no harm: sockets here do not block.
            const auto found = watched_.find(polled[i].fd);
            if (polled[i].revents != 0 && found != watched_.end()) {
                const auto handler = found->second.handler;
                (*handler)(polled[i].revents);
            }
        }
    }
}

void EventLoop::drainPosted() {
    std::uint64_t ignored = 0;
    [[maybe_unused]] const auto got = ::read(wake_.get(), &ignored, sizeof ignored);
    std::vector<Task> tasks;
    {
        const std::lock_guard guard(mutex_);
        tasks.swap(posted_);
    }
    for (const Task& task : tasks) {
        task();
    }
}

void EventLoop::runTimers() {
    while (!timers_.empty() && timers_.begin()->first <= Clock::now()) {
        const Task task = std::move(timers_.begin()->second);
        timers_.erase(timers_.begin());
        task();
    }
}

int EventLoop::patience() const {
    if (timers_.empty()) {
        return longestWait;
    }
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(timers_.begin()->first - Clock::now()).count();
    return static_cast<int>(std::clamp<long long>(wait, 0, longestWait));
}

}  // namespace canary
