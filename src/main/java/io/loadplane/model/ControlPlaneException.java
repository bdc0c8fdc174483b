package io.loadplane.model;

import java.util.Map;

/** A failure that the caller can be told about. {@link Kind} says who can mend it; the code says what it is. */
public class ControlPlaneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A member for the audit, and not for the caller: which environments it was about, with commas between. */
    public static final String ENVIRONMENTS = "environments";

    /** What went wrong, free of any transport. */
    public enum Kind {
        INVALID,
        NOT_FOUND,
        FORBIDDEN,
        CONFLICT,
        PRECONDITION_MISSING,
        PRECONDITION_FAILED,
        KEY_REUSED,
        BUSY,
        UNAVAILABLE
    }

    private final Kind kind;
    private final String code;
    private final transient Map<String, String> members;

    public ControlPlaneException(Kind kind, String code, String message) {
        this(kind, code, message, Map.of());
    }

    /**
     * @param members further members of the problem that programs act on, such as {@code existing_id}
     */
    public ControlPlaneException(Kind kind, String code, String message, Map<String, String> members) {
        super(message);
        this.kind = kind;
        this.code = code;
        this.members = Map.copyOf(members);
    }

    public static ControlPlaneException notFound(String noun, Object id) {
        return new ControlPlaneException(Kind.NOT_FOUND, "not_found", "There is no %s %s.".formatted(noun, id));
    }

    public static ControlPlaneException conflict(String code, String message) {
        return new ControlPlaneException(Kind.CONFLICT, code, message);
    }

    /** Somebody else was quicker. */
    public static ControlPlaneException changedMeanwhile(String noun) {
        return new ControlPlaneException(
                Kind.PRECONDITION_FAILED,
                "version_mismatch",
                "The %s was changed since you read it; read it again and repeat the change.".formatted(noun));
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public Map<String, String> members() {
        return members;
    }
}
