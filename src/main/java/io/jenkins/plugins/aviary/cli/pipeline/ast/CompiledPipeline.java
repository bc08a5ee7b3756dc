package io.jenkins.plugins.aviary.cli.pipeline.ast;

import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineScript;
import java.util.Optional;

/**
 * A file that is ready to run.
 *
 * @param script the file as a script
 * @param model its Declarative pipeline; empty if it is Scripted
 */
public record CompiledPipeline(PipelineScript script, Optional<DeclarativeModel> model) {}
