/** The demo: a database, three game hosts and a workspace on this machine, and the story that is played on them. */
package io.jenkins.plugins.aviary.cli.demo;
