package io.loadplane.cli;

/** A command ends here, with a sentence for whoever called it. */
class CommandFailure extends RuntimeException {

    private final Exit exit;

    CommandFailure(Exit exit, String message) {
        super(message);
        this.exit = exit;
    }

    Exit exit() {
        return exit;
    }

    /** Nobody answers at the address of the service, or nobody who is Loadplane. */
    static final class Unreachable extends CommandFailure {

        Unreachable(String message) {
            super(Exit.FAILED, message);
        }
    }
}
