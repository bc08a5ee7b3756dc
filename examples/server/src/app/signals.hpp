#pragma once

#include <functional>

#include "net/event_loop.hpp"

namespace canary {

/// Holds the signals that the server handles until it is ready for them: those sent while it loads wait. Must be made
/// before any thread is. SIGUSR2 is not among them, so it ends the process, as it does the real server.
class Signals {
public:
    Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    /// From now on, the handler gets every signal, on the loop's thread.
    void deliver(EventLoop& loop, std::function<void(int)> handler);

private:
    UniqueFd descriptor_;
};

}  // namespace canary
