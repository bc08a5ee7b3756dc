package io.jenkins.plugins.aviary.cli;

/** The {@code aviary} command. */
public final class Aviary {
    private Aviary() {}

    /** Runs the command line and exits with its code. */
    public static void main(String... arguments) {
        System.out.println("aviary " + Aviary.class.getPackage().getImplementationVersion());
    }
}
