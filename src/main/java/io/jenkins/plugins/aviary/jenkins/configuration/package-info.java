/** What administrators set: the ledger's store and the environments that no workspace may loosen. */
package io.jenkins.plugins.aviary.jenkins.configuration;
