package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code aviary} command: every step as a sub-command, and what works on a whole pipeline or installation. */
@Command(
        name = "aviary",
        mixinStandardHelpOptions = true,
        versionProvider = Aviary.Version.class,
        description = "Builds, checks, delivers and looks after C++ game servers.",
        synopsisSubcommandLabel = "COMMAND")
public final class Aviary implements Runnable {
    /** It warns of every connection that ends; what matters of that is an error of the operation. Held, or it is lost. */
    private static final Logger SSH = Logger.getLogger("org.apache.sshd");

    /** It passes on what the demo's database writes, whose log is kept with its data. */
    private static final Logger DATABASE = Logger.getLogger("ch.vorburger");

    @Spec
    private CommandSpec spec;

    private Aviary() {}

    /** Runs the command line and exits with its code. */
    public static void main(String... arguments) {
        if (Arrays.equals(arguments, new String[] {"--version"})) {
            // Scripts ask for it often: it is told without making all the commands.
            System.out.println(new Version().getVersion()[0]);
            return;
        }
        // What libraries have to say below a warning is for those who write them.
        Logger.getLogger("").setLevel(Level.WARNING);
        SSH.setLevel(Level.SEVERE);
        DATABASE.setLevel(Level.OFF);
        int code = commandLine().execute(arguments);
        System.out.flush();
        System.exit(code);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Aviary());
        for (OperationType type : StepCatalogue.all().all()) {
            line.addSubcommand(type.commandName(), stepCommand(type));
        }
        line.addSubcommand(new AgentCommand());
        line.addSubcommand(new RunCommand());
        line.addSubcommand(new LedgerCommand());
        line.addSubcommand(new ServeCommand());
        line.addSubcommand(new DoctorCommand());
        line.addSubcommand(new DemoCommand());
        line.addSubcommand(new GatesCommand());
        line.addSubcommand(new TurnsCommand());
        line.addSubcommand(new ApproveCommand());
        line.addSubcommand(new DenyCommand());
        line.addSubcommand(new JudgeCommand());
        line.addSubcommand(new RolloutCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((wrong, arguments) -> {
            wrong.getCommandLine().getErr().println("ERROR: " + wrong.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(
                    wrong, wrong.getCommandLine().getErr());
            return ExitCode.BAD_PARAMETERS.value();
        });
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            if (thrown instanceof OperationFailure failure) {
                failure.getMessage().lines().forEach(text -> command.getErr().println("ERROR: " + text));
                return failure.exitCode().value();
            }
            throw thrown;
        });
        return line;
    }

    private static CommandLine stepCommand(OperationType type) {
        CommandLine command = new CommandLine(new StepCommand(type));
        CommandSpec spec = command.getCommandSpec();
        spec.name(type.commandName()).mixinStandardHelpOptions(true);
        spec.usageMessage().description(type.summary());
        List<String> footer = new ArrayList<>(List.of("", "Parameters:"));
        for (ParameterSpec parameter : type.parameters()) {
            footer.add("  " + parameter.name() + (parameter.required() ? " (required)" : "")
                    + (parameter.defaultText().isEmpty() ? "" : " [" + parameter.defaultText() + "]"));
            footer.add("      " + parameter.description().replace("%", "%%"));
        }
        spec.usageMessage().footer(footer.toArray(String[]::new));
        return command;
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** The version that the jar's manifest tells. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "aviary "
                        + Optional.ofNullable(Aviary.class.getPackage().getImplementationVersion())
                                .orElse("(not packaged)")
            };
        }
    }
}
