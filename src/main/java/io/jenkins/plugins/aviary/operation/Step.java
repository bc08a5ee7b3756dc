package io.jenkins.plugins.aviary.operation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the pipeline step that an {@link Operation} record is. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Step {
    /** The step's name in a Jenkinsfile, in camel case. */
    String name();

    /** One sentence that tells what the step does, shown in lists of steps. */
    String summary();
}
