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
        VOLUME_CLAIM,
        STORAGE_CLASS,
        /** By the size that is asked for. */
        EPHEMERAL_VOLUME,
        POD_LABEL,
        POD_ANNOTATION,
        INGRESS_ANNOTATION,
        IMAGE,
        TARGET_HOST,
        INGRESS_HOST,
        INGRESS_CLASS,
        TOLERATION,
        PRIORITY_CLASS,
        RUNTIME_CLASS,
        PACKAGE
    }
}
