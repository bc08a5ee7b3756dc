package io.jenkins.plugins.aviary.jenkins;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Tests that drive a {@link RealController}; they are skipped, and say why, where no war is given. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("integration")
@EnabledIfSystemProperty(
        named = RealController.WAR,
        matches = ".+",
        disabledReason = "no controller is given: -Daviary.jenkins.war=FILE -Daviary.jenkins.plugins=FOLDER")
@interface OnRealController {}
