/** Tells the team: Discord, Slack, e-mail and signed webhooks. */
package io.jenkins.plugins.aviary.notice;
