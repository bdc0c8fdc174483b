package io.loadplane.model.loadtest;

import com.google.re2j.Pattern;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import java.util.List;
import java.util.Map;

/** Which environment variables a script may be given. Those that steer Locust, Python or the loader are ours. */
public final class EnvironmentVariableRules {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");

    private static final Pattern OURS = Pattern.compile("LOADPLANE_.*|LOCUSTCTL_.*"
            + "|LOCUST_(?:MODE_.*|MASTER_.*|.*_MASTER|.*_MASTER_.*|WEB_.*|LOCUSTFILE|CONFIG|HEADLESS|HEADFUL|AUTOSTART"
            + "|AUTOQUIT|EXPECT_.*|CSV|CSV_.*|HTML|JSON.*|LOGFILE|LOGLEVEL|SKIP_LOG_SETUP|PRINT_STATS|ONLY_SUMMARY"
            + "|PROCESSES|RESET_STATS|USERCLASS_PICKER|TLS_.*|EXIT_CODE_ON_ERROR|BUILD_PATH|LEGACY_UI|PROFILE"
            + "|CONFIG_USERS|WAIT_FOR_WORKERS_.*|WORKER_.*)"
            + "|PATH|PYTHON.*|PIP_.*|LD_.*|DYLD_.*|HOME|BASH_ENV|ENV|GEVENT_.*|IFS");

    /** Locust variables for which a definition has a field of its own. */
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("LOCUST_HOST", "host"),
            Map.entry("LOCUST_USERS", "users"),
            Map.entry("LOCUST_SPAWN_RATE", "spawn_rate"),
            Map.entry("LOCUST_HATCH_RATE", "spawn_rate"),
            Map.entry("LOCUST_RUN_TIME", "run_time"),
            Map.entry("LOCUST_STOP_TIMEOUT", "stop_timeout"),
            Map.entry("LOCUST_TAGS", "tags"),
            Map.entry("LOCUST_EXCLUDE_TAGS", "exclude_tags"),
            Map.entry("LOCUST_USER_CLASSES", "user_classes"));

    private EnvironmentVariableRules() {}

    /** Whether a script may not be given that variable, by whatever way. */
    public static boolean isReserved(String name) {
        return FIELDS.containsKey(name) || OURS.matcher(name).matches();
    }

    static void check(Settings settings, Findings findings) {
        settings.env().keySet().forEach(name -> checkName(name, findings));
        for (int i = 0; i < settings.envFrom().size(); i++) {
            Settings.EnvFrom from = settings.envFrom().get(i);
            checkOneSource("/env_from/" + i, from.secret() != null, from.configMap() != null, findings);
        }
        List<Settings.Mount> mounts = settings.mounts();
        for (int i = 0; i < mounts.size(); i++) {
            checkOneSource(
                    "/mounts/" + i,
                    mounts.get(i).secret() != null,
                    mounts.get(i).configMap() != null,
                    findings);
            if (!mounts.get(i).path().startsWith("/")) {
                findings.error(
                        "/mounts/" + i + "/path",
                        "malformed_path",
                        "path must be absolute: where the files appear in the pod");
            }
        }
    }

    private static void checkName(String name, Findings findings) {
        String pointer = "/env" + Finding.step(name);
        String field = FIELDS.get(name);
        if (!NAME.matcher(name).matches()) {
            findings.error(
                    pointer,
                    "malformed_name",
                    "\"%s\" is not a name for an environment variable: use letters, digits and \"_\", not starting with a digit"
                            .formatted(name));
        } else if (field != null) {
            findings.error(pointer, "reserved_name", "%s is set by Loadplane; use the field %s".formatted(name, field));
        } else if (OURS.matcher(name).matches()) {
            findings.error(
                    pointer,
                    "reserved_name",
                    "%s is reserved: it would change how Loadplane runs Locust or Python".formatted(name));
        }
    }

    private static void checkOneSource(String pointer, boolean secret, boolean configMap, Findings findings) {
        if (secret == configMap) {
            findings.error(pointer, "ambiguous_source", "name exactly one of secret and config_map");
        }
    }
}
