/** Applies the numbered migrations of a release to a database, one statement at a time, so that nothing is half done unseen. */
package io.jenkins.plugins.aviary.database.migration;
