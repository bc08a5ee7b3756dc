/**
 * Game hosts over SSH and SFTP or on this machine: commands, transfer by content, the releases layout and host
 * locks.
 */
package io.jenkins.plugins.aviary.host;
