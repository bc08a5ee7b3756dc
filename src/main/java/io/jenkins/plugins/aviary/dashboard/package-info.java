/** The JSON read model behind the pages, and the static modules that draw them. */
package io.jenkins.plugins.aviary.dashboard;
