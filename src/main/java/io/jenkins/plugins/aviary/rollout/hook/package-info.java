/** Commands of an environment that are run on its hosts after a delivery. */
package io.jenkins.plugins.aviary.rollout.hook;
