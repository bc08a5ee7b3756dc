/**
 * The immutable records that every capability speaks of: releases, artifacts, environments, worlds, deployments,
 * evidence.
 */
package io.jenkins.plugins.aviary.model;
