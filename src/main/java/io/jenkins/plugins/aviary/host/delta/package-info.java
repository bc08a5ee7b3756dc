/** What a file has in common with an earlier one, found by content-defined chunks and written as a patch that a host's own tools apply. */
package io.jenkins.plugins.aviary.host.delta;
