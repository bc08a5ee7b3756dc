#include "check.hpp"

#include <cstdio>
#include <map>

namespace canary::check {
namespace {

constexpr int skippedCode = 77;

std::map<std::string, Body>& tests() {
    static std::map<std::string, Body> all;
    return all;
}

int run(const std::string& name, Body body) {
    try {
        body();
        std::printf("[       OK ] %s\n", name.c_str());
        return 0;
    } catch (const Skipped& reason) {
        std::printf("[  SKIPPED ] %s: %s\n", name.c_str(), reason.what());
        return skippedCode;
    } catch (const std::exception& error) {
        std::printf("[  FAILED  ] %s: %s\n", name.c_str(), error.what());
        return 1;
    }
}

}  // namespace

Registration::Registration(const char* name, Body body) { tests().emplace(name, body); }

}  // namespace canary::check

/// Runs the named tests, or all of them.
int main(int argc, char** argv) {
    int worst = 0;
    for (int i = 1; i < argc; ++i) {
        const auto found = canary::check::tests().find(argv[i]);
        if (found == canary::check::tests().end()) {
            std::printf("There is no test '%s'.\n", argv[i]);
            return 2;
        }
        const int result = canary::check::run(found->first, found->second);
        worst = result > worst ? result : worst;
    }
    for (const auto& [name, body] : canary::check::tests()) {
        if (argc < 2) {
            const int result = canary::check::run(name, body);
            worst = result > worst ? result : worst;
        }
    }
    return worst;
}
