package io.jenkins.plugins.aviary.jenkins.page;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jenkins.model.TransientActionFactory;

/** {@code /job/NAME/aviary/}: how long the newest builds that use Aviary took, how they ended, and what they did. */
public final class JobTrend implements Action {
    private static final int MOST_BUILDS = 20;
    private static final double TALLEST = 80;
    private static final int STEP = 24;

    private final Job<?, ?> job;

    JobTrend(Job<?, ?> job) {
        this.job = job;
    }

    /**
     * A build.
     *
     * @param number its number
     * @param x where its bar begins
     * @param y the upper end of its bar
     * @param height how tall its bar is, in the measure of the chart
     * @param result how it ended, in lower case; {@code running} if it has not
     * @param colour the name of the colour that Jenkins has for that
     * @param duration how long it took, for people
     * @param brief what it did
     */
    public record Bar(
            int number, int x, double y, double height, String result, String colour, String duration, String brief) {}

    @Override
    public String getIconFileName() {
        return job.hasPermission(Item.READ) && newest() != null ? "symbol-aviary plugin-aviary" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.AviaryPage_displayName();
    }

    @Override
    public String getUrlName() {
        return "aviary";
    }

    /** The job. */
    public Job<?, ?> getJob() {
        return job;
    }

    /** The newest build that uses Aviary, or null; only the newest few are looked at. */
    private Run<?, ?> newest() {
        Run<?, ?> run = job.getLastBuild();
        for (int i = 0; i < MOST_BUILDS && run != null; i++) {
            if (run.getAction(UsedAviary.class) != null) {
                return run;
            }
            run = run.getPreviousBuild();
        }
        return null;
    }

    /** What keeps the ledger from being used; empty if nothing does. */
    public String getTrouble() {
        return LedgerTrouble.text(JenkinsSite.HERE);
    }

    /** The newest builds that use Aviary, oldest first. */
    public List<Bar> getBars() {
        job.checkPermission(Item.READ);
        List<Run<?, ?>> runs = new ArrayList<>();
        for (Run<?, ?> run = newest(); run != null && runs.size() < MOST_BUILDS; run = run.getPreviousBuild()) {
            if (run.getAction(UsedAviary.class) != null) {
                runs.add(run);
            }
        }
        Collections.reverse(runs);
        boolean told = LedgerTrouble.text(JenkinsSite.HERE).isEmpty();
        long longest = runs.stream().mapToLong(JobTrend::millis).max().orElse(1);
        List<Bar> bars = new ArrayList<>();
        for (Run<?, ?> run : runs) {
            double height = Math.max(2, TALLEST * millis(run) / Math.max(1, longest));
            Result result = run.isBuilding() ? null : run.getResult();
            bars.add(new Bar(
                    run.getNumber(),
                    bars.size() * STEP,
                    TALLEST - height,
                    height,
                    result == null ? "running" : result.toString().toLowerCase(Locale.ROOT),
                    colour(result),
                    run.getDurationString(),
                    told ? RunEvents.brief(RunEvents.of(new JenkinsRun(run), JenkinsSite.HERE.ledger())) : ""));
        }
        return bars;
    }

    /** The same, newest first. */
    public List<Bar> getRows() {
        List<Bar> rows = new ArrayList<>(getBars());
        Collections.reverse(rows);
        return rows;
    }

    private static long millis(Run<?, ?> run) {
        return run.isBuilding() ? System.currentTimeMillis() - run.getStartTimeInMillis() : run.getDuration();
    }

    private static String colour(Result result) {
        if (result == null) {
            return "blue";
        }
        return switch (result.toString()) {
            case "SUCCESS" -> "green";
            case "UNSTABLE" -> "orange";
            case "FAILURE" -> "red";
            default -> "text-color-secondary";
        };
    }

    /** Puts the page on jobs. */
    @Extension
    @SuppressWarnings("rawtypes") // the type that Jenkins asks for is a class literal
    public static final class Factory extends TransientActionFactory<Job> {
        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Collection<? extends Action> createFor(Job job) {
            return Set.of(new JobTrend(job));
        }
    }
}
