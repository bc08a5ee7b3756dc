package io.jenkins.plugins.aviary.cli.reference;

import java.util.Map;
import picocli.CommandLine;

/** The page about the command line, from the help texts of its commands. */
public final class CommandReference {
    private static final int WIDTH = 110;

    private CommandReference() {}

    /** The page. */
    public static String of(CommandLine line) {
        StringBuilder page = new StringBuilder("""
                # The command line

                `aviary STEP-NAME key=value ...` runs a step: a list is given by repeating the key, nested values as JSON. The other
                commands work on a pipeline or on what was recorded. This page follows from the commands themselves: `./dev docs`.

                ## How a command ends

                | exit code | |
                |---|---|
                | 0 | done |
                | 1 | failed; what it had begun is undone or named in its message |
                | 2 | a parameter or `aviary.yml` is wrong; nothing was begun |
                | 3 | a gate was not met: unstable |
                | 4 | the new release was bad and the previous one runs again |
                | 5 | it cannot tell; a person must decide |
                | 130 | cancelled |

                An error is one line that says what failed, on which value, and what to do. `--debug` shows stack traces. With `--json`
                the result is on standard output and the log on standard error.

                ## Where things are

                | | |
                |---|---|
                | `.aviary` in the working directory, or `AVIARY_HOME` | ledger, artifacts, runs, credentials |
                | `secrets/ID` in it, or the variable `AVIARY_SECRET_ID` | the credential `ID` |
                | `aviary.yml` in the working directory | [what is built and where it goes](aviary-yml.md) |

                """);
        for (Map.Entry<String, CommandLine> command : line.getSubcommands().entrySet()) {
            append(page, "aviary " + command.getKey(), command.getValue());
        }
        return page.toString();
    }

    private static void append(StringBuilder page, String name, CommandLine command) {
        if (command.getCommandSpec().usageMessage().hidden()) {
            return;
        }
        command.setUsageHelpWidth(WIDTH);
        page.append("## " + name + "\n\n```\n"
                + command.getUsageMessage(CommandLine.Help.Ansi.OFF)
                        .lines()
                        .map(String::stripTrailing)
                        .reduce("", (text, one) -> text + one + "\n")
                + "```\n\n");
        command.getSubcommands().forEach((child, nested) -> append(page, name + " " + child, nested));
    }
}
