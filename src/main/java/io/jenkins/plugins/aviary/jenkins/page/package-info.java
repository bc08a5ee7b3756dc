/** The pages: deployments, approvals, audit, what a build waits for, and the addresses below {@code /aviary/}. */
package io.jenkins.plugins.aviary.jenkins.page;
