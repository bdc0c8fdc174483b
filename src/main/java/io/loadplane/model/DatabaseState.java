package io.loadplane.model;

/** What is known about the database that everything is kept in. */
public interface DatabaseState {

    /** Whether it is there; takes two seconds at most to find out. */
    boolean answers();
}
