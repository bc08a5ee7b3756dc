/** Who may let a release through: quorum rules, votes, freeze windows, break-glass. */
package io.jenkins.plugins.aviary.approval;
