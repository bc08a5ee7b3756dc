/** Runs an operation in a process of its own on the agent, and takes back its log, its events and its result. */
package io.jenkins.plugins.aviary.jenkins.agent;
