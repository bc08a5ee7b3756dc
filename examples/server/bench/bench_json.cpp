#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <thread>

#include "bench.hpp"
#include "util/text.hpp"

namespace canary::bench {
namespace {

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out.push_back('\\');
        }
        if (static_cast<unsigned char>(c) >= ' ') {
            out.push_back(c);
        }
    }
    return out.append("\"");
}

std::string date() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    char stamp[32];
    char offset[8];
    std::strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &local);
    std::strftime(offset, sizeof offset, "%z", &local);
    // ISO 8601 wants a colon in the offset, strftime gives none.
    return text::concat(stamp, std::string_view(offset).substr(0, 3), ":", std::string_view(offset).substr(3));
}

std::string context(const std::string& executable) {
    char host[256] = "";
    gethostname(host, sizeof host - 1);
    double load[3] = {0, 0, 0};
    getloadavg(load, 3);
    return text::concat("  \"context\": {\n    \"date\": ", quoted(date()), ",\n    \"host_name\": ", quoted(host),
                        ",\n    \"executable\": ", quoted(executable),
                        ",\n    \"num_cpus\": ", std::thread::hardware_concurrency(),
                        ",\n    \"mhz_per_cpu\": 0,\n    \"cpu_scaling_enabled\": false,\n    \"caches\": [],\n"
                        "    \"load_avg\": [",
                        load[0], ", ", load[1], ", ", load[2],
                        "],\n    \"library_version\": \"canary_bench\",\n    \"library_build_type\": \"",
                        SAMPLE_BUILD_TYPE, "\",\n    \"json_schema_version\": 1\n  }");
}

std::string entry(const Figure& figure, int repetitions) {
    std::string out = text::concat("    {\n      \"name\": ", quoted(figure.name), ",\n      \"family_index\": ",
                                   figure.family, ",\n      \"per_family_instance_index\": 0,\n      \"run_name\": ",
                                   quoted(figure.runName), ",\n      \"run_type\": \"",
                                   figure.aggregate.empty() ? "iteration" : "aggregate",
                                   "\",\n      \"repetitions\": ", repetitions, ",\n");
    if (figure.aggregate.empty()) {
        out.append(text::concat("      \"repetition_index\": ", figure.repetition, ",\n      \"threads\": 1,\n"));
    } else {
        out.append(text::concat("      \"threads\": 1,\n      \"aggregate_name\": \"", figure.aggregate,
                                "\",\n      \"aggregate_unit\": \"", figure.aggregate == "cv" ? "percentage" : "time",
                                "\",\n"));
    }
    return out.append(text::concat("      \"iterations\": ", figure.iterations, ",\n      \"real_time\": ",
                                   figure.realNanoseconds, ",\n      \"cpu_time\": ", figure.cpuNanoseconds,
                                   ",\n      \"time_unit\": \"ns\"\n    }"));
}

}  // namespace

std::string asJson(const std::vector<Figure>& figures, const Options& options, const std::string& executable) {
    std::string out = text::concat("{\n", context(executable), ",\n  \"benchmarks\": [\n");
    for (std::size_t i = 0; i < figures.size(); ++i) {
        out.append(text::concat(i == 0 ? "" : ",\n", entry(figures[i], options.repetitions)));
    }
    return out.append("\n  ]\n}\n");
}

}  // namespace canary::bench
