package io.jenkins.plugins.aviary.jenkins.agent;

/** The shell script that starts the engine. */
final class EngineScript {
    private EngineScript() {}

    /**
     * Runs the engine in the place of the shell, so that signals reach it. In a container the agent's own Java may not be
     * there: then the one on the PATH is taken. All its compilers are let work, though the quick one alone would start
     * sooner: only the other has the processor's instructions for ciphers and digests, tenfold on a release's way. The
     * serial collector leaves them the cores of a small agent.
     *
     * @param java the agent's own Java
     * @param engine the engine
     * @param control the control folder
     */
    static String of(String java, String engine, String control) {
        return "#!/bin/sh\n"
                + "java=" + quoted(java) + "\n"
                + "[ -x \"$java\" ] || java=java\n"
                + "exec \"$java\" -Xshare:auto -XX:+UseSerialGC -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -jar "
                + quoted(engine) + " agent " + quoted(control) + " 2>&1\n";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
