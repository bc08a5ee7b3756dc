package io.jenkins.plugins.aviary.cli.pipeline.ast;

import io.jenkins.plugins.aviary.cli.pipeline.engine.StepRegistry;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import io.jenkins.plugins.aviary.operation.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.SpreadMapExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/** Finds calls of steps that nobody knows, and arguments that do not fit, before anything runs. */
final class StepCallCheck extends CodeVisitorSupport {
    /** Methods whose block is run on another object: a call inside may be one of that object's. */
    private static final Set<String> REDIRECTING = Set.of("with", "tap", "use", "build");

    private final StepRegistry steps;
    private final Set<String> known;
    private final Problems problems;
    private int redirected;

    StepCallCheck(StepRegistry steps, Set<String> known, Problems problems) {
        this.steps = steps;
        this.known = known;
        this.problems = problems;
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        if (Syntax.call(call).isPresent()) {
            check(call);
        }
        boolean redirects = !call.isImplicitThis()
                && call.getMethodAsString() != null
                && REDIRECTING.contains(call.getMethodAsString());
        redirected += redirects ? 1 : 0;
        super.visitMethodCallExpression(call);
        redirected -= redirects ? 1 : 0;
        if (call.isImplicitThis() && "sleep".equals(call.getMethodAsString())) {
            renameSleep(call);
        }
    }

    /**
     * Groovy gives every object a method {@code sleep(milliseconds)}, which would be called inside blocks in the place of
     * the step {@code sleep(seconds)}.
     */
    private static void renameSleep(MethodCallExpression call) {
        List<Expression> arguments = new ArrayList<>();
        arguments.add(new ConstantExpression("sleep"));
        arguments.addAll(Syntax.arguments(call));
        call.setMethod(Syntax.at(call.getMethod(), new ConstantExpression("callStep")));
        call.setArguments(Syntax.at(call.getArguments(), new ArgumentListExpression(arguments)));
    }

    private void check(MethodCallExpression call) {
        String name = Syntax.name(call);
        Optional<StepSignature> signature = steps.find(name).map(step -> step.signature());
        if (signature.isPresent()) {
            if (!known.contains(name) || name.equals("sleep")) {
                check(call, signature.get());
            }
        } else if (!known.contains(name) && redirected == 0) {
            problems.add(
                    call,
                    "'" + name + "' is not a step the runner knows"
                            + NearestName.of(name, steps.names())
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse(""));
        }
    }

    private void check(MethodCallExpression call, StepSignature signature) {
        boolean hasBlock = Syntax.block(call).isPresent();
        if (hasBlock && signature.block() == StepSignature.Block.NONE && !signature.open()) {
            problems.add(call, "'" + signature.name() + "' takes no block");
        }
        List<Expression> arguments = Syntax.arguments(call);
        boolean blockByName = arguments.size() > 1 || arguments.stream().anyMatch(VariableExpression.class::isInstance);
        if (!hasBlock && signature.block() == StepSignature.Block.REQUIRED && !blockByName) {
            problems.add(call, "'" + signature.name() + "' needs a block: " + signature.name() + "(...) { ... }");
        }
        if (arguments.isEmpty()) {
            checkRequired(call, signature, List.of());
        } else if (arguments.size() == 1 && arguments.get(0) instanceof MapExpression named) {
            checkNames(call, signature, named);
        } else if (arguments.size() == 1 && signature.sole().isEmpty() && !signature.open()) {
            if (arguments.get(0) instanceof ConstantExpression) {
                problems.add(
                        call,
                        "'" + signature.name() + "' takes no value without a name"
                                + (signature.parameters().isEmpty()
                                        ? ""
                                        : "; its parameters are " + String.join(", ", signature.parameters())));
            }
        }
    }

    private void checkNames(MethodCallExpression call, StepSignature signature, MapExpression named) {
        if (signature.open()) {
            return;
        }
        List<String> given = new ArrayList<>();
        for (MapEntryExpression entry : named.getMapEntryExpressions()) {
            Optional<String> key = Syntax.literal(entry.getKeyExpression());
            if (key.isEmpty() || entry.getKeyExpression() instanceof SpreadMapExpression) {
                return;
            }
            given.add(key.get());
        }
        if (given.stream().anyMatch(key -> key.startsWith("$"))) {
            return;
        }
        for (String key : given) {
            if (!signature.parameters().contains(key)) {
                problems.add(
                        call,
                        "'" + signature.name() + "' has no parameter '" + key + "'"
                                + (signature.parameters().isEmpty()
                                        ? ""
                                        : NearestName.suggestion(key, signature.parameters())));
            }
        }
        checkRequired(call, signature, given);
    }

    private void checkRequired(MethodCallExpression call, StepSignature signature, List<String> given) {
        List<String> missing = signature.required().stream()
                .filter(name -> !given.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            problems.add(call, "'" + signature.name() + "' needs " + String.join(", ", missing));
        }
    }
}
