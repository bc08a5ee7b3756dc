/** The pipeline steps: what a Jenkinsfile says, put into a request for the operation of the same name. */
package io.jenkins.plugins.aviary.jenkins.step;
