package io.loadplane.model.run;

/**
 * What one component of a run printed.
 *
 * @param index of a worker, from 0; 0 for the master
 * @param skippedBytes how much of the beginning was left out to keep the log within bounds
 */
public record RunLog(Component component, int index, byte[] content, long skippedBytes) {

    /** The two roles a process of a run can have. */
    public enum Component {
        MASTER,
        WORKER
    }
}
