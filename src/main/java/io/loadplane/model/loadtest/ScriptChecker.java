package io.loadplane.model.loadtest;

import io.loadplane.model.Findings;

/** Looks at Python code without running it. */
public interface ScriptChecker {

    /**
     * Adds what the compiler says about {@code main.py} as errors, and about library files as warnings. A compiler
     * older than the Python that will run the script can only warn: the script may use newer syntax.
     *
     * @param pythonOfTarget such as {@code 3.13}; empty when the target runs this machine's own Python
     */
    void check(Source source, String pythonOfTarget, Findings findings);
}
