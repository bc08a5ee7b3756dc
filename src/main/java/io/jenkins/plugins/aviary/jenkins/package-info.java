/** The Jenkins face: steps, their executions, actions, pages, configuration and permissions. */
package io.jenkins.plugins.aviary.jenkins;
