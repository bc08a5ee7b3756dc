#pragma once

/// Faults that a build can be given on purpose, so that there is something for checks to find. All are off in a build
/// that does not ask for them; CMakeLists.txt says how to ask.
namespace canary::bad_release {

#ifndef SAMPLE_SLOW_TICK_MS
#define SAMPLE_SLOW_TICK_MS 0
#endif
#ifndef SAMPLE_CRASH_AFTER_SECONDS
#define SAMPLE_CRASH_AFTER_SECONDS 0
#endif
#ifndef SAMPLE_LEAK_KB_PER_TICK
#define SAMPLE_LEAK_KB_PER_TICK 0
#endif
#ifndef SAMPLE_SCRIPT_ERROR_SECONDS
#define SAMPLE_SCRIPT_ERROR_SECONDS 0
#endif
#ifndef SAMPLE_STATUS_MUTE
#define SAMPLE_STATUS_MUTE 0
#endif
#ifndef SAMPLE_NEVER_READY
#define SAMPLE_NEVER_READY 0
#endif

/// How long each tick sleeps, in milliseconds.
constexpr int slowTickMs = SAMPLE_SLOW_TICK_MS;
/// After how many seconds online the server dies; 0 for never.
constexpr int crashAfterSeconds = SAMPLE_CRASH_AFTER_SECONDS;
/// How much memory each tick takes and never gives back, in KiB.
constexpr int leakKbPerTick = SAMPLE_LEAK_KB_PER_TICK;
/// How often a script error is logged, in seconds; 0 for never.
constexpr int scriptErrorSeconds = SAMPLE_SCRIPT_ERROR_SECONDS;
/// Whether the status port takes connections and never answers.
constexpr bool statusMute = SAMPLE_STATUS_MUTE != 0;
/// Whether loading never ends.
constexpr bool neverReady = SAMPLE_NEVER_READY != 0;

}  // namespace canary::bad_release
