/** Other scanners: those that are run, and those whose SARIF is read. */
package io.jenkins.plugins.aviary.scan.tool;
