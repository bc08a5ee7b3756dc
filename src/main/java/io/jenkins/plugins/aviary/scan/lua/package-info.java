/** Reads Lua as far as is needed to see what a script calls: words, not lines, so that comments and texts mislead nobody. */
package io.jenkins.plugins.aviary.scan.lua;
