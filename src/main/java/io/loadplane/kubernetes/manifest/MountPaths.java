package io.loadplane.kubernetes.manifest;

import io.loadplane.model.Findings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where one container may mount something: nowhere over what is ours, however the path is written, and nowhere twice. */
final class MountPaths {

    private static final List<String> CROOKED = List.of("", ".", "..");

    private final Findings findings;
    private final Set<String> taken = new HashSet<>();

    MountPaths(Findings findings) {
        this.findings = findings;
    }

    void check(String at, String path) {
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (path.equals("/") || plain.equals("/tmp") || (plain + "/").startsWith("/loadplane/")) {
            findings.error(at, "reserved_name", "/, /tmp and all below /loadplane are ours; mount it elsewhere");
        } else if (!plain.startsWith("/")
                || plain.contains(":")
                || List.of(plain.substring(1).split("/", -1)).stream().anyMatch(CROOKED::contains)) {
            findings.error(
                    at,
                    "malformed_path",
                    "a place to mount at is an absolute path such as \"/data/users\", without \"//\", \".\", \"..\" or \":\"");
        } else if (!taken.add(plain)) {
            findings.error(at, "duplicate_path", "something else is mounted at %s already".formatted(plain));
        }
    }
}
