package io.jenkins.plugins.aviary.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code scp} and {@code rsync}, each followed by a {@code sync}, since a release counts only once it is on the disk. */
record SshPeers(int port, Path key, long server) {
    /** Sends a folder with all it holds into another one and says what that took. */
    TransferCost send(String program, Path source, Path target) throws IOException, InterruptedException {
        Files.createDirectories(target);
        String where = System.getProperty("user.name") + "@127.0.0.1:" + target + "/";
        List<String> options =
                List.of("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR");
        List<String> command = new ArrayList<>();
        if (program.equals("scp")) {
            command.addAll(List.of("scp", "-q", "-r", "-P", "" + port, "-i", key.toString()));
            command.addAll(options);
            command.addAll(List.of(source.toString(), where));
        } else {
            String ssh = "ssh -p " + port + " -i " + key + " " + String.join(" ", options);
            command.addAll(List.of("rsync", "-a", "--stats", "--no-whole-file", "-e", ssh, source + "/", where));
        }
        ProcessorTime before = ProcessorTime.now(server);
        long begun = System.nanoTime();
        long sent = run(command);
        run(List.of("sync", "-f", target.toString()));
        double seconds = (System.nanoTime() - begun) / 1e9;
        ProcessorTime used = ProcessorTime.now(server).since(before);
        return new TransferCost(seconds, used.children(), used.server(), used.others(), sent);
    }

    /** Lets nothing of what was done before be left for what comes. */
    static void sync() throws IOException, InterruptedException {
        run(List.of("sync"));
    }

    private static long run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException(command + " exited with " + code);
        }
        return output.lines()
                .filter(line -> line.startsWith("Total bytes sent: "))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
