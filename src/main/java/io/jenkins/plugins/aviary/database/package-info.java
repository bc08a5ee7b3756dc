/** Migrations, backups and restores of the players' database, in the dialects of the game servers. */
package io.jenkins.plugins.aviary.database;
