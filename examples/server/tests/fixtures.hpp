#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <stdexcept>

#include "log/log.hpp"

namespace canary {

/// A folder of the test's own, gone when the test is over.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "canary-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no temporary folder can be made");
        }
        path_ = name;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    void write(const std::string& name, std::string_view content) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << content;
    }

private:
    std::filesystem::path path_;
};

/// A log that is kept instead of shown.
class CapturedLog {
public:
    CapturedLog() : file_(std::tmpfile()), log_(file_) {}
    CapturedLog(const CapturedLog&) = delete;
    CapturedLog& operator=(const CapturedLog&) = delete;
    ~CapturedLog() { std::fclose(file_); }

    [[nodiscard]] Log& log() { return log_; }

    [[nodiscard]] std::string text() const {
        std::string content(1 << 20, '\0');
        const ssize_t size = pread(fileno(file_), content.data(), content.size(), 0);
        content.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
        return content;
    }
    [[nodiscard]] bool has(std::string_view part) const { return text().find(part) != std::string::npos; }

private:
    std::FILE* file_;
    Log log_;
};

}  // namespace canary
