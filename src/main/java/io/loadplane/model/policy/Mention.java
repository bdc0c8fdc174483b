package io.loadplane.model.policy;

/**
 * Something that a definition names.
 *
 * @param pointer where, as a JSON pointer into the definition
 */
record Mention(Subject subject, String pointer, String name) {

    /** What policies allow by name. */
    enum Subject {
        SECRET,
        CONFIG_MAP,
        SERVICE_ACCOUNT,
        IMAGE,
        TARGET_HOST,
        INGRESS_HOST,
        TOLERATION,
        PRIORITY_CLASS,
        RUNTIME_CLASS,
        PACKAGE
    }
}
