#include "app/faults.hpp"

#include <cstring>
#include <stdexcept>
#include <thread>

#include "app/bad_release.hpp"

namespace canary {

void Faults::tick() {
    using std::chrono::milliseconds;
    using std::chrono::seconds;
    if constexpr (bad_release::slowTickMs > 0) {
        std::this_thread::sleep_for(milliseconds(bad_release::slowTickMs));
    }
    if constexpr (bad_release::leakKbPerTick > 0) {
        leak();
    }
    if constexpr (bad_release::scriptErrorSeconds > 0) {
        if (Clock::now() - lastScriptError_ >= seconds(bad_release::scriptErrorSeconds)) {
            lastScriptError_ = Clock::now();
            reportScriptError();
        }
    }
    if constexpr (bad_release::crashAfterSeconds > 0) {
        if (Clock::now() - begun_ >= seconds(bad_release::crashAfterSeconds)) {
            // Nobody catches it: the process ends by SIGABRT and saves nothing.
            throw std::out_of_range("map::at");
        }
    }
}

void Faults::leak() {
    const auto size = static_cast<std::size_t>(bad_release::leakKbPerTick) * 1024;
    leaked_.push_back(std::make_unique<char[]>(size));
    // Only memory that is written to is really taken from the machine.
    std::memset(leaked_.back().get(), 1, size);
}

void Faults::reportScriptError() {
    log_.error(
        "Lua Script Error Detected\n"
        "---------------------------------------\n"
        "Interface: Scripts Interface\n"
        "Script ID: data-sample/scripts/hunting.lua:callback\n"
        "Error Description: data-sample/scripts/hunting.lua:12: attempt to index local 'creature' (a nil value)\n"
        "stack traceback:\n"
        "\tdata-sample/scripts/hunting.lua:12: in function <data-sample/scripts/hunting.lua:9>\n"
        "---------------------------------------\n");
}

}  // namespace canary
