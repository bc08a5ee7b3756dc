/** Benchmarks: programs that print figures beside those of peers measured in the same run. */
package io.jenkins.plugins.aviary.bench;
