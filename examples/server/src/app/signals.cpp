#include "app/signals.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/signalfd.h>

#include <csignal>

namespace canary {

Signals::Signals() {
    // A client that goes away while it is written to must not end the server.
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t handled;
    sigemptyset(&handled);
    for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGHUP}) {
        sigaddset(&handled, signal);
    }
    pthread_sigmask(SIG_BLOCK, &handled, nullptr);
    descriptor_ = UniqueFd(signalfd(-1, &handled, SFD_CLOEXEC | SFD_NONBLOCK));
}

void Signals::deliver(EventLoop& loop, std::function<void(int)> handler) {
    loop.watch(descriptor_.get(), POLLIN, [this, handler = std::move(handler)](short) {
        signalfd_siginfo info{};
        while (::read(descriptor_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
            handler(static_cast<int>(info.ssi_signo));
        }
    });
}

}  // namespace canary
