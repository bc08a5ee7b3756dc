/** The steps that run on the controller: gates at which people decide, and promotions. */
package io.jenkins.plugins.aviary.jenkins.gate;
