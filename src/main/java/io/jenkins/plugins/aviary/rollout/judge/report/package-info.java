/** Reads series from files and shows what the judges make of them: as text, Markdown, JSON and pictures. */
package io.jenkins.plugins.aviary.rollout.judge.report;
