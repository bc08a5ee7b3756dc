/** Versions, promotion from one environment to the next, and release notes. */
package io.jenkins.plugins.aviary.release;
