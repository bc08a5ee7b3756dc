package io.jenkins.plugins.aviary.cli.pipeline.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stands for the annotation of the same name that Jenkins imports into every file. It tells Jenkins not to transform a
 * method; here no method is transformed.
 */
@Target({ElementType.METHOD, ElementType.FIELD, ElementType.TYPE})
@Retention(RetentionPolicy.SOURCE)
public @interface NonCPS {}
