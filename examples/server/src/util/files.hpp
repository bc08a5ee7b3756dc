#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace canary::files {

/// The content of a file, or nothing if it cannot be read or is larger than the limit.
std::optional<std::string> read(const std::filesystem::path& file, std::size_t limit);

/// Replaces a file so that a reader sees the old content or the new, never a part. Says whether it worked.
bool replace(const std::filesystem::path& file, std::string_view content);

/// The files of a folder and of the folders in it with the given ending, sorted. Empty if there is no such folder.
std::vector<std::filesystem::path> under(const std::filesystem::path& folder, std::string_view extension);

}  // namespace canary::files
