#include <charconv>
#include <cstdio>
#include <exception>
#include <fstream>
#include <string_view>

#include "bench.hpp"
#include "util/text.hpp"

namespace {

using canary::bench::Options;

/// Takes "--name=value"; says whether the argument is this option.
bool takes(std::string_view argument, std::string_view name, std::string_view& value) {
    if (!argument.starts_with(name) || argument.substr(name.size(), 1) != "=") {
        return false;
    }
    value = argument.substr(name.size() + 1);
    return true;
}

bool understood(std::string_view argument, Options& options) {
    std::string_view value;
    if (takes(argument, "--benchmark_out", value)) {
        options.out = value;
    } else if (takes(argument, "--benchmark_filter", value)) {
        options.filter = value;
    } else if (takes(argument, "--benchmark_repetitions", value)) {
        const auto number = canary::text::integer(value);
        options.repetitions = static_cast<int>(number.value_or(0));
        return number && *number >= 1 && *number <= 10000;
    } else if (takes(argument, "--benchmark_min_time", value)) {
        if (value.ends_with('s')) {
            value.remove_suffix(1);
        }
        const auto result = std::from_chars(value.data(), value.data() + value.size(), options.minSeconds);
        return result.ec == std::errc() && options.minSeconds > 0 && options.minSeconds <= 60;
    } else if (takes(argument, "--benchmark_out_format", value) || takes(argument, "--benchmark_format", value)) {
        return value == "json";
    } else {
        return false;
    }
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        if (!understood(argv[i], options)) {
            std::fprintf(stderr,
                         "%s: '%s' is not understood; there are --benchmark_out=FILE, --benchmark_repetitions=N,"
                         " --benchmark_filter=REGEX and --benchmark_min_time=SECONDS\n",
                         argv[0], argv[i]);
            return 2;
        }
    }
    try {
        const auto figures = canary::bench::measure(canary::bench::benchmarks(), options);
        const std::string json = canary::bench::asJson(figures, options, argv[0]);
        if (options.out.empty()) {
            std::fputs(json.c_str(), stdout);
            return 0;
        }
        for (const auto& figure : figures) {
            std::printf("%-34s %14.1f ns %14.1f ns %12llu\n", figure.name.c_str(), figure.realNanoseconds,
                        figure.cpuNanoseconds, static_cast<unsigned long long>(figure.iterations));
        }
        std::ofstream file(options.out, std::ios::binary);
        file << json;
        file.flush();
        if (!file) {
            std::fprintf(stderr, "%s: %s cannot be written\n", argv[0], options.out.c_str());
            return 1;
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
        return 2;
    }
    return 0;
}
