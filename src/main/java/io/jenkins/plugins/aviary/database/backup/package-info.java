/** Takes backups of players' databases, proves each by restoring it, and restores them. */
package io.jenkins.plugins.aviary.database.backup;
