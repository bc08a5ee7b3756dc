#include "util/files.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace canary::files {
namespace fs = std::filesystem;

std::optional<std::string> read(const fs::path& file, std::size_t limit) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
        return std::nullopt;
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return std::nullopt;
    }
    std::string content(limit + 1, '\0');
    stream.read(content.data(), static_cast<std::streamsize>(content.size()));
    const auto size = static_cast<std::size_t>(stream.gcount());
    if (size > limit) {
        return std::nullopt;
    }
    content.resize(size);
    return content;
}

bool replace(const fs::path& file, std::string_view content) {
    fs::path temporary = file;
    temporary += ".tmp";
    {
        std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
        stream << content;
        stream.flush();
        if (!stream) {
            return false;
        }
    }
    std::error_code error;
    fs::rename(temporary, file, error);
    return !error;
}

std::vector<fs::path> under(const fs::path& folder, std::string_view extension) {
    std::vector<fs::path> found;
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(folder, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        if (entry->is_regular_file(error) && entry->path().extension() == extension) {
            found.push_back(entry->path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace canary::files
