/** Reads benchmark results, compares them with a baseline and decides whether they got worse. */
package io.jenkins.plugins.aviary.benchmark;
