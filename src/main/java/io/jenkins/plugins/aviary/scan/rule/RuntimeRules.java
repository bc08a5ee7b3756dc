package io.jenkins.plugins.aviary.scan.rule;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Rules for what starts the server and what stands beside it: scripts, containers, systemd units, web tools. */
final class RuntimeRules implements FileRule {
    private static final long LARGEST = 1L << 20;
    private static final Pattern CORES = Pattern.compile("^\\s*(sudo\\s+)?ulimit\\s+(-[HS]+\\s+)?-c\\s+unlimited.*");
    private static final Pattern SUDO =
            Pattern.compile("^[^#]*\\bsudo\\s+(-[A-Za-z]+\\s+)?\\S*(canary|tfs|theforgottenserver|otserv)(\\s.*|$)");
    private static final Pattern WEB_IMAGE = Pattern.compile("^\\s*(-\\s*)?image:\\s*\\S*(phpmyadmin|adminer)\\S*.*");

    @Override
    public boolean wants(SourceFile file) {
        return isShell(file)
                || isContainer(file)
                || isUnit(file)
                || isCompose(file)
                || !webFolder(file).isEmpty();
    }

    @Override
    public void check(SourceFile file, Hits hits) throws IOException {
        String folder = webFolder(file);
        if (!folder.isEmpty()) {
            hits.add(CanaryRule.WEB_LEFTOVERS, folder, "It is a web tool's folder.");
            return;
        }
        if (file.size() > LARGEST) {
            hits.add(CanaryRule.UNREADABLE, file.path(), "It is larger than " + LARGEST / 1024 + " KiB.");
            return;
        }
        List<String> lines = file.text().lines().toList();
        if (isShell(file)) {
            shell(file, lines, hits);
        } else if (isContainer(file)) {
            container(file, lines, hits);
        } else if (isUnit(file)) {
            unit(file, lines, hits);
        } else {
            compose(file, lines, hits);
        }
    }

    private static boolean isShell(SourceFile file) {
        return file.name().endsWith(".sh");
    }

    private static boolean isContainer(SourceFile file) {
        return file.name().startsWith("dockerfile") || file.name().startsWith("containerfile");
    }

    private static boolean isUnit(SourceFile file) {
        return file.name().endsWith(".service");
    }

    private static boolean isCompose(SourceFile file) {
        return file.name().contains("compose") && file.name().matches(".*\\.ya?ml");
    }

    /** The folder of phpMyAdmin, or of a web site's installer, that a file is in; empty if it is in none. */
    private static String webFolder(SourceFile file) {
        int end = -1;
        while ((end = file.path().indexOf('/', end + 1)) >= 0) {
            String folder = file.path().substring(0, end);
            String name = folder.substring(folder.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
            if (name.startsWith("phpmyadmin")
                    || name.equals("install") && file.path().substring(end).equals("/index.php")) {
                return folder;
            }
        }
        return "";
    }

    private static void shell(SourceFile file, List<String> lines, Hits hits) {
        for (int i = 0; i < lines.size(); i++) {
            if (CORES.matcher(lines.get(i)).matches()) {
                hits.add(CanaryRule.CORE_DUMPS, file.path(), i + 1, 1, "Core dumps of any size are written.");
            }
            if (SUDO.matcher(lines.get(i)).matches()) {
                hits.add(CanaryRule.RUNS_AS_ROOT, file.path(), i + 1, 1, "sudo starts the server.");
            }
        }
    }

    /** The last USER of the last stage is who the container runs as. */
    private static void container(SourceFile file, List<String> lines, Hits hits) {
        String user = "";
        int start = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String word = line.split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
            if (word.equals("FROM")) {
                user = "";
                start = 0;
            } else if (word.equals("USER")) {
                user = line.substring(4).strip();
            } else if (word.equals("CMD") || word.equals("ENTRYPOINT")) {
                start = i + 1;
            }
        }
        if (start > 0 && user.matches("(root|0)?(:.*)?")) {
            hits.add(CanaryRule.RUNS_AS_ROOT, file.path(), start, 1, "The container's program runs as root.");
        }
    }

    private static void unit(SourceFile file, List<String> lines, Hits hits) {
        int start = 0;
        boolean root = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("ExecStart=")) {
                start = i + 1;
            } else if (line.startsWith("User=")) {
                root = line.matches("User=\\s*(root|0)?");
            } else if (line.matches("DynamicUser=\\s*(yes|true|1|on)")) {
                root = false;
            }
        }
        if (start > 0 && root) {
            hits.add(CanaryRule.RUNS_AS_ROOT, file.path(), start, 1, "The unit's program runs as root.");
        }
    }

    private static void compose(SourceFile file, List<String> lines, Hits hits) {
        for (int i = 0; i < lines.size(); i++) {
            if (WEB_IMAGE.matcher(lines.get(i)).matches()) {
                hits.add(CanaryRule.WEB_LEFTOVERS, file.path(), i + 1, 1, "A web tool for the database is started.");
            }
        }
    }
}
