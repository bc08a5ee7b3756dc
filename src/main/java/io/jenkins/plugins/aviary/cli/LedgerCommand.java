package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.ledger.EventProof;
import io.jenkins.plugins.aviary.ledger.Finding;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvidence;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.ledger.Verification;
import io.jenkins.plugins.aviary.ledger.VerificationReport;
import io.jenkins.plugins.aviary.ledger.VerifierKey;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aviary ledger}: what was recorded, and whether it still is what was recorded. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "Verifies, exports and reads the ledger of everything that was done.",
        subcommands = {HistoryCommand.class, LedgerCopyCommand.class},
        synopsisSubcommandLabel = "COMMAND")
final class LedgerCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Holds every record against the signed checkpoints; exit code 1 if anything was changed.",
            footer = {
                "",
                "Whoever can change the ledger can change the key that lies beside it. Keep the verifier key, and a",
                "checkpoint now and then, elsewhere, and give them here."
            })
    int verify(
            @Mixin CommonOptions options,
            @Option(
                            names = "--key",
                            paramLabel = "KEY|FILE",
                            description = "The verifier key to trust, or a file with it (default: the one beside the"
                                    + " ledger).")
                    List<String> keys,
            @Option(
                            names = "--checkpoint",
                            paramLabel = "FILE",
                            description = "A signed checkpoint that was kept elsewhere; may be repeated.")
                    List<Path> checkpoints,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "FOLDER",
                            description = "The folder of a ledger or of an export (default: the ledger of this home).")
                    Path folder) {
        Path ledger = folder == null ? ledgerOf(options) : options.directory().resolve(folder);
        if (!Files.isRegularFile(ledger.resolve("events.jsonl"))) {
            requireLedger(ledger);
        }
        List<VerifierKey> trusted = new ArrayList<>();
        boolean beside = keys == null || keys.isEmpty();
        if (beside) {
            trusted.add(keyBeside(ledger));
        } else {
            keys.forEach(key -> trusted.add(key(options.directory(), key)));
        }
        List<String> remembered = new ArrayList<>();
        if (checkpoints != null) {
            checkpoints.forEach(file -> remembered.add(text(options.directory().resolve(file))));
        }
        VerificationReport report = Verification.of(LedgerEvidence.in(ledger), trusted, remembered);
        PrintStream out = System.out;
        if (options.json()) {
            out.println(JsonFiles.text(report));
        } else {
            report.findings().forEach(finding -> out.println(line(finding)));
            report.warnings().forEach(warning -> out.println("warning: " + warning));
            if (report.unsigned() > 0) {
                out.println("not yet signed: " + report.unsigned() + " records from " + report.vouched());
            }
            out.println((report.intact() ? "intact: " : "NOT INTACT: ") + report.events() + " events, "
                    + report.vouched() + " of them covered by " + report.checkpoints() + " signed checkpoints");
            if (beside && report.intact()) {
                out.println("The key that was trusted lies beside the ledger; to rule out that both were replaced, "
                        + "give the one you kept elsewhere with --key.");
            }
        }
        return (report.intact() ? ExitCode.DONE : ExitCode.FAILED).value();
    }

    private static String line(Finding finding) {
        return finding.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ": "
                + ConsoleLog.harmless(finding.message());
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Writes all events, hashes, checkpoints and the verifier key into a folder.")
    int export(
            @Mixin CommonOptions options,
            @Parameters(paramLabel = "FOLDER", description = "Where to; made if it is not there.") Path folder) {
        LocalRun run = options.localRun();
        Path target = options.directory().resolve(folder).normalize();
        requireLedger(ledgerOf(options));
        try (Ledger ledger = LocalLedger.open(run.home(), run.clock())) {
            ledger.export(target);
            run.log().info("exported " + ledger.size() + " events to " + target);
        }
        return ExitCode.DONE.value();
    }

    @Command(
            name = "prove",
            mixinStandardHelpOptions = true,
            description = "Prints all that convinces somebody with only the verifier key that an event is recorded.")
    int prove(
            @Mixin CommonOptions options,
            @Parameters(paramLabel = "NUMBER", description = "The event's number, from 0.") long sequence) {
        LocalRun run = options.localRun();
        requireLedger(ledgerOf(options));
        try (Ledger ledger = LocalLedger.open(run.home(), run.clock())) {
            EventProof proof = ledger.prove(sequence);
            if (options.json()) {
                System.out.println(JsonFiles.text(proof));
            } else {
                PrintStream out = System.out;
                out.println("event " + sequence + ":");
                out.println("  " + ConsoleLog.harmless(proof.event()));
                out.println("is leaf " + sequence + " of the Merkle tree of "
                        + proof.proof().size() + " events; the "
                        + proof.proof().path().size() + " hashes on its way to the root:");
                proof.proof().path().forEach(hash -> out.println("  " + hash));
                out.println("and this checkpoint signs the root:");
                proof.checkpoint().lines().forEach(text -> out.println("  " + text));
                Optional<VerifierKey> key = ledger.verifierKey();
                key.ifPresent(own -> out.println("The proof " + (proof.holds(List.of(own)) ? "holds" : "does NOT hold")
                        + " for the key " + own.text()));
            }
            return ExitCode.DONE.value();
        }
    }

    static Path ledgerOf(CommonOptions options) {
        return options.localRun().home().resolve("ledger");
    }

    /** Says that there is no ledger before one is made by looking for it. */
    static void requireLedger(Path folder) {
        if (!LedgerEvidence.isIn(folder)) {
            throw new InvalidParameter("There is no ledger in " + folder
                    + " yet: it begins with the first step that is run here; -C or AVIARY_HOME name another place");
        }
    }

    private static VerifierKey keyBeside(Path ledger) {
        for (String name : List.of("signing.pub", "verifier-key")) {
            if (Files.isRegularFile(ledger.resolve(name))) {
                return VerifierKey.parse(text(ledger.resolve(name)));
            }
        }
        throw new InvalidParameter("There is no verifier key beside the ledger in " + ledger
                + "; give the one you kept elsewhere with --key");
    }

    private static VerifierKey key(Path directory, String given) {
        try {
            return VerifierKey.parse(
                    given.matches("[^\\s+]+\\+[0-9a-f]{8}\\+.+") ? given : text(directory.resolve(given)));
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter(e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InvalidParameter(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
