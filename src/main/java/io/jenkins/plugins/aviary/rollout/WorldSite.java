package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.host.FolderState;
import io.jenkins.plugins.aviary.host.InstallReport;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.host.JournalEntry;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.rollout.hook.HookPhase;
import io.jenkins.plugins.aviary.rollout.metrics.Measured;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One world as a rollout sees it: its folder on its host, its server, its database. Every method takes the world as it
 * finds it. One thread at a time uses it.
 *
 * <p>Every method throws {@link io.jenkins.plugins.aviary.operation.OperationFailure} if the host, the server or the
 * database does not do what it is asked.
 */
public interface WorldSite extends AutoCloseable {
    /** The world. */
    World world();

    /** Locks its folder until this is closed; whoever has the lock already is named by the failure. */
    void lock(String holder) throws InterruptedException;

    /** Makes sure that the lock is still held. */
    void checkLock() throws InterruptedException;

    /** What is in its folder. */
    FolderState inspect() throws InterruptedException;

    /** Brings a release to the host, or makes sure that it is whole there. */
    InstallReport install(StoredRelease release) throws InterruptedException;

    /** The files of a release that are not what was delivered. */
    List<String> damage(InstalledRelease release) throws InterruptedException;

    /**
     * Whether the release's configuration is as this world has it.
     *
     * @param overrides keys of {@code config.lua} that differ from the world's settings for now
     */
    boolean isConfigured(String release, Map<String, String> overrides) throws InterruptedException;

    /** Whether what differs in the release's configuration is taken by a server that runs when it reads it again. */
    boolean isReloadable(String release, Map<String, String> overrides) throws InterruptedException;

    /** Writes the release's configuration as this world has it. */
    void configure(String release, Map<String, String> overrides) throws InterruptedException;

    /** Writes an entry into the folder's journal. */
    void record(JournalEntry.Kind kind, InstalledRelease release, String reason, String deployment)
            throws InterruptedException;

    /** Lets {@code current} lead to a release. */
    void activate(String release) throws InterruptedException;

    /** Deletes old releases. */
    List<String> prune(int keep, Set<String> must) throws InterruptedException;

    /** The release that the running server is, or an empty name if it runs from elsewhere; nothing if none runs. */
    Optional<String> running() throws InterruptedException;

    /** Tells the players of the running server that it will be stopped, and waits for them, as the policy says. */
    void sayFarewell() throws InterruptedException;

    /**
     * Brings the configuration back to what it was before that, also in the server if it still runs; does nothing if it is.
     *
     * @return why it is not as it was, or nothing
     */
    Optional<String> endFarewell() throws InterruptedException;

    /** Has the server save all players and waits for its word. */
    void save(Duration within) throws InterruptedException;

    /**
     * Stops the server so that it saves first; does nothing if none runs.
     *
     * @param mayForce whether it may be ended by force when its time is over
     */
    void stop(boolean mayForce) throws InterruptedException;

    /** Starts a release's server. */
    void start(String release) throws InterruptedException;

    /**
     * Waits until the server that was started is ready for players.
     *
     * @return why it is not and will not be, or nothing if it is ready
     */
    Optional<String> awaitReady(Duration within) throws InterruptedException;

    /**
     * Runs the hooks of this world on its host, for a release that serves players.
     *
     * @return why one failed, or nothing
     */
    Optional<String> runHooks(HookPhase phase, String release) throws InterruptedException;

    /**
     * Watches the server that is ready.
     *
     * @param time how long
     * @return why it is not good after all, as soon as that is seen, or nothing if it still serves players then
     */
    Optional<String> watch(Duration time) throws InterruptedException;

    /** Whether none runs and the last one ended without being told to, as far as anybody can tell. */
    boolean hasDied() throws InterruptedException;

    /**
     * Waits until the server that runs serves players, whoever started it.
     *
     * @return whether it does; false as soon as none runs
     */
    boolean awaitHealthy(Duration within) throws InterruptedException;

    /** Has the server that runs read its configuration again. */
    void reload() throws InterruptedException;

    /**
     * Tries a release that was brought on a clone of the world's database, beside the world's own server.
     *
     * @param watch how long it must serve there
     * @return why it is bad, or nothing
     */
    Optional<String> smoke(String release, Duration watch) throws InterruptedException;

    /** Dumps the database; no server may run on it. */
    Dump dump() throws InterruptedException;

    /** A dump of the database, and the way back to it. */
    interface Dump {
        /** Its name among the backups. */
        String name();

        /** Makes sure that it can be restored. */
        void prove() throws InterruptedException;

        /** Brings the database back to it; no server may run on it. */
        void undo() throws InterruptedException;
    }

    /** Measures how the server that runs does now, against the look before. */
    Measured measure() throws InterruptedException;

    /**
     * What somebody else remembers of a metric, such as a Prometheus server.
     *
     * @param metric its name
     * @param from the first time
     * @param to the last time
     * @param step the time between two numbers
     * @return a number for each time, NaN where there is none; empty if nobody remembers
     */
    List<Double> remembered(String metric, Instant from, Instant to, Duration step) throws InterruptedException;

    /**
     * How many of these items players have, once the server that runs has saved them.
     *
     * @return the number, or nothing if nobody can tell
     */
    OptionalLong savedItems(BitSet items) throws InterruptedException;

    /** What bringing its players back to an earlier moment would take and cost, a sentence for people. */
    String wayBack() throws InterruptedException;

    /** The version of its database, or nothing if it has none that tells. */
    OptionalInt databaseVersion() throws InterruptedException;

    /** Gives the lock back and lets go of the host. */
    @Override
    void close();
}
