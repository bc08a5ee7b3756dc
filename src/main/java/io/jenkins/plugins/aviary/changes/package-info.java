/** Tells what changed between two commits: conventional commits, migrations, data, dependencies, as release notes. */
package io.jenkins.plugins.aviary.changes;
