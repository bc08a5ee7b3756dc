/** What a running pipeline is made of: results, stages, scopes, branches, interruptions, and what a step sees. */
package io.jenkins.plugins.aviary.cli.pipeline.engine;
