/** Changes a running server without a restart: scripts, configuration, feature flags. */
package io.jenkins.plugins.aviary.content;
