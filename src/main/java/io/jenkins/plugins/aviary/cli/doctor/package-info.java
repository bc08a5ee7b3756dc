/** Looks whether this machine has what Aviary works with, and says how to get what is missing. */
package io.jenkins.plugins.aviary.cli.doctor;
