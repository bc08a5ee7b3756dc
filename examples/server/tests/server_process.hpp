#pragma once

#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <thread>

#include "check.hpp"
#include "client.hpp"
#include "fixtures.hpp"
#include "util/files.hpp"

namespace canary {

/// The built server, run in a folder of its own.
class ServerProcess {
public:
    /// @param settings lines of config.lua, besides free ports
    explicit ServerProcess(const std::string& settings) {
        write(settings);
        start();
    }
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;
    ~ServerProcess() {
        if (pid_ > 0) {
            kill(pid_, SIGKILL);
            waitpid(pid_, nullptr, 0);
        }
    }

    void signal(int number) const { kill(pid_, number); }

    [[nodiscard]] std::string log() const { return files::read(folder_.path() / "log", 1 << 22).value_or(""); }

    /// Waits until the log has a text.
    void await(std::string_view text) const {
        for (int i = 0; i < 1500; ++i) {
            if (log().find(text) != std::string::npos) {
                return;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        throw check::Failed(text::concat("never in the log: ", text, "\n", log()));
    }

    /// Waits for the end: the exit code, or the negative number of the signal.
    int end() {
        int status = 0;
        waitpid(pid_, &status, 0);
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

    [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }

private:
    void write(const std::string& settings) const {
        namespace fs = std::filesystem;
        for (const char* name : {"data", "data-sample"}) {
            fs::copy(fs::path(SAMPLE_SOURCE_DIR) / name, folder_.path() / name, fs::copy_options::recursive);
        }
        const std::string config = text::concat(
            "bindOnlyGlobalAddress = true\nuseAnyDatapackFolder = true\ndataPackDirectory = 'data-sample'\n"
            "sampleDeathTimerMs = 10\nsampleLoginsPerSecond = 100\nsamplePopulation = 5\nloginProtocolPort = ", freePort(),
            "\nstatusProtocolPort = ", freePort(), "\ngameProtocolPort = ", freePort(), "\n", settings);
        folder_.write(settings.empty() ? "config.lua.dist" : "config.lua", config);
    }

    void start() {
        pid_ = fork();
        if (pid_ == 0) {
            const int out = open((folder_.path() / "log").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
            const int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
            dup2(in, 0);
            dup2(out, 1);
            dup2(out, 2);
            if (chdir(folder_.path().c_str()) == 0) {
                execl(SAMPLE_SERVER, SAMPLE_SERVER, static_cast<char*>(nullptr));
            }
            _exit(127);
        }
    }

    TemporaryFolder folder_;
    pid_t pid_ = -1;
};

}  // namespace canary
