package io.jenkins.plugins.aviary.config;

/**
 * Something that is measured on worlds while a release is watched.
 *
 * @param name its name in the file, unique
 * @param source where it is measured
 * @param subject what is measured there: the beginning of a metric's name in a scrape, an expression in PromQL, a query,
 *     or one of the names that the status protocol and the log have
 * @param statistic what is taken of a scraped metric
 * @param quantile the quantile of a histogram, above 0 and below 1, if that is taken
 * @param direction which change of it is bad
 * @param importance what it counts
 * @param negligible up to which value all is as good, in the metric's unit; 0 if every change counts
 */
public record MetricConfig(
        String name,
        Source source,
        String subject,
        Statistic statistic,
        double quantile,
        Bad direction,
        Importance importance,
        double negligible) {
    /** Where it is measured. */
    public enum Source {
        /** In the text that the world's own server exposes for Prometheus. */
        SCRAPE,
        /** By a Prometheus server. */
        PROMETHEUS,
        /** By a query in the world's database. */
        SQL,
        /** By the status protocol. */
        STATUS,
        /** In the server's log. */
        LOG
    }

    /** What is taken of a scraped metric. */
    public enum Statistic {
        /** A gauge as it is. */
        VALUE,
        /** How much a counter grows in a second. */
        RATE,
        /** The mean of what a histogram observed since the look before. */
        MEAN,
        /** A quantile of what a histogram observed since the look before. */
        QUANTILE
    }

    /** Which change is bad. */
    public enum Bad {
        /** More. */
        INCREASE,
        /** Less. */
        DECREASE,
        /** Any. */
        EITHER
    }

    /** What it counts. */
    public enum Importance {
        /** It decides, and is named first. */
        CRITICAL,
        /** It decides. */
        NORMAL,
        /** It is shown and decides nothing. */
        INFORMATIVE
    }

    /** What the status protocol tells. */
    public enum OfStatus {
        /** How many players are online. */
        PLAYERS,
        /** How long it takes to answer, in milliseconds: how long the game loop keeps others waiting. */
        LATENCY,
        /** Whether the server was started again since the look before. */
        RESTARTS
    }

    /** What the log tells: how many of these it got since the look before. */
    public enum OfLog {
        /** Entries of the level error or worse. */
        ERRORS,
        /** Entries of the level warning or worse. */
        WARNINGS,
        /** Scripts that failed. */
        SCRIPT_ERRORS,
        /** Statements that the database refused. */
        SQL_ERRORS,
        /** Players who were not saved. */
        UNSAVED_PLAYERS,
        /** Times that the game loop could not keep up. */
        BACKLOGS,
        /** Clients that sent more than they may. */
        PACKET_FLOODS,
        /** Players who came. */
        LOGINS,
        /** Players who left. */
        LOGOUTS
    }
}
