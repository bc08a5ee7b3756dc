package io.jenkins.plugins.aviary.operation;

/** Shows how far long work has come: what, how far, how long still. Safe for use by several threads. */
public interface Progress {
    /**
     * Begins a piece of work.
     *
     * @param what what is being done, such as {@code "Compiling"}
     * @param total how much there is to do, in units; 0 or less if nobody knows
     * @param unit the unit in the plural, such as {@code "files"} or {@code "bytes"}
     */
    Task begin(String what, long total, String unit);

    /** One piece of long work; close it when it is over, however it ended. */
    interface Task extends AutoCloseable {
        /** Says how much is done by now, in units. */
        void at(long done);

        /** Says how much there is to do, once that is known better. */
        void outOf(long total);

        @Override
        void close();
    }
}
