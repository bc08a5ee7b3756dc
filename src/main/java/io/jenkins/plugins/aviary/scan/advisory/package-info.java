/** Holds what a server is made of against published advisories, without a network. */
package io.jenkins.plugins.aviary.scan.advisory;
