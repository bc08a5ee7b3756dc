/**
 * What a game server is: its lifecycle signals, status protocol, log grammar and configuration, for Canary and
 * The Forgotten Server.
 */
package io.jenkins.plugins.aviary.server;
