package io.jenkins.plugins.aviary.cli.pipeline;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Answer;
import io.jenkins.plugins.aviary.cli.pipeline.engine.InputAnswerer;
import io.jenkins.plugins.aviary.cli.pipeline.engine.ParameterDefinition;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Question;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Asks the person at the terminal. */
public final class TerminalAnswers implements InputAnswerer {
    private static final long POLL_MILLISECONDS = 50;

    private final BufferedReader input;
    private final PrintStream screen;
    private final String person;

    /**
     * Asks somebody.
     *
     * @param input what is typed
     * @param screen where the question is shown
     * @param person the name of who sits there, for the log
     */
    public TerminalAnswers(BufferedReader input, PrintStream screen, String person) {
        this.input = input;
        this.screen = screen;
        this.person = person;
    }

    /**
     * An answerer that says yes to every question and takes every default, for {@code --yes}. What an operation cannot
     * tell by itself is agreed to as well: whoever says {@code --yes} has decided.
     */
    public static InputAnswerer yes() {
        return question -> new Answer(true, "--yes", Map.of());
    }

    @Override
    public Answer answer(Question question) throws InterruptedException {
        Map<String, String> values = new LinkedHashMap<>();
        for (ParameterDefinition parameter : question.parameters()) {
            values.put(parameter.name(), value(parameter));
        }
        while (true) {
            String typed = ask(question.message() + " [" + question.ok() + ": y, abort: n] ");
            switch (typed.strip().toLowerCase(Locale.ROOT)) {
                case "y", "yes" -> {
                    return new Answer(true, person, values);
                }
                case "n", "no" -> {
                    return new Answer(false, person, values);
                }
                default -> screen.println("Please type y or n.");
            }
        }
    }

    private String value(ParameterDefinition parameter) throws InterruptedException {
        String hint = parameter.choices().isEmpty()
                ? parameter.defaultValue()
                : String.join("|", parameter.choices()) + ", default " + parameter.defaultValue();
        while (true) {
            String typed = ask(parameter.name() + " (" + hint + "): ");
            String value = typed.isEmpty() ? parameter.defaultValue() : typed;
            try {
                parameter.read(value);
                return value;
            } catch (InvalidParameter e) {
                screen.println(e.getMessage());
            }
        }
    }

    /** Reads a line without blocking, as a blocked read of a terminal cannot be interrupted. */
    private String ask(String prompt) throws InterruptedException {
        screen.print(prompt);
        screen.flush();
        try {
            while (!input.ready()) {
                Thread.sleep(POLL_MILLISECONDS);
            }
            String line = input.readLine();
            if (line == null) {
                throw new OperationFailure("Nobody is there to answer: " + prompt.strip());
            }
            return line;
        } catch (IOException e) {
            throw new OperationFailure("The answer cannot be read: " + e.getMessage(), e);
        }
    }
}
