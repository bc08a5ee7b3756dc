package io.jenkins.plugins.aviary.bench;

import io.jenkins.plugins.aviary.cli.Aviary;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * {@code analyzeLogs} beside {@code lnav -n} on one generated log, whole processes, in turns: first {@code lnav} as it
 * is, which prints the log, then with a description of Canary's lines, asked for the same counts. Peak memory is what
 * the kernel says ({@code VmHWM}). Give a folder with room, the log's size in megabytes and the number of rounds.
 */
public final class LogAnalysisBenchmark {
    private static final int GLANCE_MILLIS = 5;
    private static final int KIB = 1024;

    private LogAnalysisBenchmark() {}

    /** One process: wall time, processor time as last seen, peak memory. */
    private record Run(double seconds, double processor, long peakKib) {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments.length > 0 ? arguments[0] : "target/bench"));
        long megabytes = arguments.length > 1 ? Long.parseLong(arguments[1]) : 500;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        Path log = folder.resolve("canary-" + megabytes + ".log");
        Path small = folder.resolve("canary-" + megabytes / 10 + ".log");
        generate(log, megabytes << 20);
        generate(small, (megabytes << 20) / 10);
        Path lnav = writeFormat(folder);
        List<String> ours = ours(log);
        List<String> plain = List.of("lnav", "-n", log.toString());
        List<String> counting = List.of(
                "lnav",
                "-n",
                "-q",
                "-I",
                lnav.toString(),
                "-c",
                ";SELECT log_level, count(*) FROM all_logs GROUP BY log_level",
                log.toString());
        boolean peer = installed();
        List<Run> ourRuns = new ArrayList<>();
        List<Run> plainRuns = new ArrayList<>();
        List<Run> countingRuns = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ourRuns.add(run(ours, folder));
            if (peer) {
                plainRuns.add(run(plain, folder));
                countingRuns.add(run(counting, folder));
            }
        }
        Run mine = median(ourRuns);
        print("analyzeLogs, " + megabytes + " MB", ourRuns, megabytes);
        List<Run> smallRuns = List.of(run(ours(small), folder));
        print("analyzeLogs, " + megabytes / 10 + " MB", smallRuns, megabytes / 10);
        if (!peer) {
            System.out.println("lnav is not installed: no comparison");
            return;
        }
        print("lnav -n", plainRuns, megabytes);
        print("lnav -n, counting levels", countingRuns, megabytes);
        compare("lnav -n", median(plainRuns), mine);
        compare("lnav -n, counting levels", median(countingRuns), mine);
    }

    private static void compare(String peer, Run other, Run mine) {
        System.out.printf(
                Locale.ROOT,
                "beside %s: %.1f x the speed, %.1f x less processor time, %.1f x less memory%n",
                peer,
                other.seconds() / mine.seconds(),
                other.processor() / mine.processor(),
                (double) other.peakKib() / mine.peakKib());
    }

    private static List<String> ours(Path log) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=4",
                "-Xmx64m",
                "-cp",
                absoluteClassPath(),
                Aviary.class.getName(),
                "analyze-logs",
                "files=" + log.toAbsolutePath(),
                "dialect=CANARY",
                "--json");
    }

    /** The runs have a working folder of their own. */
    private static String absoluteClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean installed() throws InterruptedException {
        try {
            return new ProcessBuilder("lnav", "-V")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Run run(List<String> command, Path folder) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("TERM", "dumb");
        builder.environment().put("HOME", folder.toAbsolutePath().toString());
        builder.directory(folder.toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        File errors = folder.resolve("errors.txt").toFile();
        builder.redirectError(errors);
        builder.redirectInput(new File("/dev/null"));
        long begun = System.nanoTime();
        Process process = builder.start();
        long peak = 0;
        double processor = 0;
        while (process.isAlive()) {
            processor = Math.max(
                    processor,
                    process.info()
                                    .totalCpuDuration()
                                    .map(java.time.Duration::toMillis)
                                    .orElse(0L)
                            / 1e3);
            peak = Math.max(peak, peakKib(process.pid()));
            Thread.sleep(GLANCE_MILLIS);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (process.exitValue() != 0) {
            throw new IOException(
                    command.get(0) + " exited with " + process.exitValue() + ": " + Files.readString(errors.toPath()));
        }
        return new Run(seconds, processor, peak);
    }

    private static long peakKib(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static Run median(List<Run> runs) {
        double[] seconds = runs.stream().mapToDouble(Run::seconds).sorted().toArray();
        double[] processor = runs.stream().mapToDouble(Run::processor).sorted().toArray();
        long[] peaks = runs.stream().mapToLong(Run::peakKib).sorted().toArray();
        return new Run(seconds[seconds.length / 2], processor[processor.length / 2], peaks[peaks.length / 2]);
    }

    private static void print(String what, List<Run> runs, long megabytes) {
        double[] seconds = runs.stream().mapToDouble(Run::seconds).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-28s median %6.2f s (%s), processor %6.2f s, %6.0f MB/s, peak %d MiB%n",
                what,
                median(runs).seconds(),
                String.join(
                        " ",
                        Arrays.stream(seconds)
                                .mapToObj(s -> String.format(Locale.ROOT, "%.2f", s))
                                .toList()),
                median(runs).processor(),
                megabytes / median(runs).seconds(),
                median(runs).peakKib() / KIB);
    }

    /** Canary's lines as lnav describes formats. */
    private static Path writeFormat(Path folder) throws IOException {
        Path formats = Files.createDirectories(folder.resolve("lnav/formats/canary"));
        Files.writeString(formats.resolve("canary.json"), """
                {"$schema": "https://lnav.org/schemas/format-v1.schema.json",
                 "canary_log": {"title": "Canary", "description": "Canary game server",
                  "regex": {"std": {"pattern": "^\\\\[(?<timestamp>\\\\d{4}-\\\\d{2}-\\\\d{2} \\\\d{2}:\\\\d{2}:\\\\d{2}\\\\.\\\\d{3})\\\\] \\\\[(?<level>\\\\w+)\\\\] (?<body>.*)$"}},
                  "timestamp-format": ["%Y-%d-%m %H:%M:%S.%L"],
                  "level-field": "level", "level": {"error": "error", "warning": "warning", "info": "info"},
                  "sample": [{"line": "[2026-15-08 06:00:01.123] [info] hello"}]}}
                """);
        return folder.resolve("lnav");
    }

    /** A log as a busy world writes it, the same for the same size. */
    static void generate(Path file, long size) throws IOException {
        if (Files.exists(file) && Files.size(file) >= size) {
            return;
        }
        Random random = new Random(42);
        long written = 0;
        long millis = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            while (written < size) {
                millis += random.nextInt(400);
                byte[] entry = entry(random, stamp(millis)).getBytes(StandardCharsets.UTF_8);
                out.write(entry);
                written += entry.length;
            }
        }
    }

    private static String stamp(long millis) {
        long seconds = millis / 1000;
        return String.format(
                Locale.ROOT,
                "[2026-%02d-%02d %02d:%02d:%02d.%03d] ",
                seconds / 86_400 % 28 + 1,
                seconds / 86_400 / 28 % 12 + 1,
                seconds / 3600 % 24,
                seconds / 60 % 60,
                seconds % 60,
                millis % 1000);
    }

    private static String entry(Random random, String stamp) {
        int kind = random.nextInt(1000);
        int number = random.nextInt(100_000);
        if (kind < 350) {
            return stamp + "[info] Hero " + number + " has logged in. (Protocol: 1525, Profile: current) \n";
        }
        if (kind < 650) {
            return stamp + "[info] Hero " + number + " has logged out \n";
        }
        if (kind < 700) {
            return stamp + "[info] Saving server... \n" + stamp + "[info] Saving " + number % 1000 + " players... \n"
                    + stamp + "[info] Server saved in " + number / 100 + ".5 milliseconds. \n";
        }
        if (kind < 800) {
            return stamp + "[warning] [loadItems] - Failed to deserialize item attributes " + number
                    + ", from player Hero, from account id " + number + " \n";
        }
        if (kind < 850) {
            return stamp + "[warning] [Connection::parseHeader] - 203.0.113." + number % 256
                    + " disconnected for exceeding packet per second limit. \n";
        }
        if (kind < 880) {
            return stamp + "[error] Password '21298df8a3277357ee55b01df9530b535cf08ec1' doesn't match any account \n";
        }
        if (kind < 930) {
            return stamp + "[error] MySQL error [1062]: Duplicate entry '" + number + "' for key 'PRIMARY' \n";
        }
        String script = "data-otservbr-global/scripts/actions/action_" + number % 50 + ".lua";
        return stamp + "[error] Lua Script Error Detected\n---------------------------------------\n"
                + "Interface: Scripts Interface\nScript ID: /opt/canary/" + script + ":callback\nError Description: "
                + script
                + ":" + number % 9
                + ": attempt to call method 'bar' (a nil value)\nstack traceback:\n\t[C]: in function 'bar'\n\t"
                + script + ":12: in function <" + script + ":9>\n---------------------------------------\n \n";
    }
}
