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
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.model.TransientActionFactory;

/** {@code /job/NAME/aviary/}: how long the newest builds that use Aviary took, how they ended, and what they did. */
public final class JobTrend implements Action {
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
        return job.hasPermission(Item.READ) && TrendChart.isShown(runs(), UsedAviary::on)
                ? "symbol-aviary plugin-aviary"
                : null;
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

    private Stream<Run<?, ?>> runs() {
        return Stream.iterate(job.getLastBuild(), Objects::nonNull, run -> run.getPreviousBuild());
    }

    /** What keeps the ledger from being used; empty if nothing does. */
    public String getTrouble() {
        return LedgerTrouble.text(JenkinsSite.HERE);
    }

    /** The newest builds that use Aviary, oldest first. */
    public List<Bar> getBars() {
        job.checkPermission(Item.READ);
        boolean told = getTrouble().isEmpty();
        return TrendChart.of(TrendChart.shown(this::runs, UsedAviary::on).stream()
                .map(run -> build(run, told))
                .toList());
    }

    private static TrendChart.Build build(Run<?, ?> run, boolean told) {
        Result result = run.isBuilding() ? null : run.getResult();
        return new TrendChart.Build(
                run.getNumber(),
                run.isBuilding() ? System.currentTimeMillis() - run.getStartTimeInMillis() : run.getDuration(),
                result == null ? "running" : result.toString().toLowerCase(Locale.ROOT),
                run.getDurationString(),
                told ? RunEvents.brief(RunEvents.of(new JenkinsRun(run), JenkinsSite.HERE.ledger())) : "");
    }

    /** The same, newest first. */
    public List<Bar> getRows() {
        List<Bar> rows = new ArrayList<>(getBars());
        Collections.reverse(rows);
        return rows;
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
