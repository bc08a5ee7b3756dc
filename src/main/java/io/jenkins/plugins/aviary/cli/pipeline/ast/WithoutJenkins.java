package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.List;

/** The classes that a file may use: all that this program has but those of Jenkins, should they lie on its class path. */
final class WithoutJenkins extends ClassLoader {
    private static final List<String> JENKINS = List.of("hudson.", "jenkins.", "org.jenkinsci.", "org.kohsuke.");

    WithoutJenkins(ClassLoader all) {
        super(all);
    }

    /** Whether a class is part of Jenkins. */
    static boolean isOfJenkins(String name) {
        return JENKINS.stream().anyMatch(name::startsWith);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (isOfJenkins(name)) {
            throw new ClassNotFoundException(name);
        }
        return super.loadClass(name, resolve);
    }
}
