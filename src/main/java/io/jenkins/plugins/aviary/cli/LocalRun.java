package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.operation.Events;
import io.jenkins.plugins.aviary.operation.Masking;
import io.jenkins.plugins.aviary.operation.ProcessTrees;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.SecretSources;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * A run on this machine without Jenkins: its folders, its log on a stream, its credentials from files and variables.
 *
 * @param workspace the folder of sources and results
 * @param home Aviary's folder
 * @param environment the environment variables
 * @param log the log
 * @param masking hides secrets in the log
 * @param clock the source of time
 */
record LocalRun(
        Path workspace, Path home, Map<String, String> environment, ConsoleLog log, Masking masking, Clock clock) {
    /** The folder in which credentials are files. */
    static final String SECRETS = "secrets";

    /** A run in a working directory, with the environment of this process. */
    static LocalRun in(Path workspace, Map<String, String> environment, PrintStream stream, boolean terminal) {
        Masking masking = new Masking();
        String home = environment.get("AVIARY_HOME");
        return new LocalRun(
                workspace,
                home == null || home.isEmpty() ? workspace.resolve(".aviary") : Path.of(home),
                environment,
                new ConsoleLog(stream, terminal, masking),
                masking,
                Clock.systemUTC());
    }

    /** What an operation of this run works in. */
    RunContext context(Events events) {
        return new RunContext(
                workspace,
                home,
                log,
                new ConsoleProgress(log, clock),
                new ProcessTrees(environment),
                new SecretSources(home.resolve(SECRETS), environment, masking),
                events,
                clock,
                environment);
    }
}
