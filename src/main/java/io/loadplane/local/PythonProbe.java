package io.loadplane.local;

import io.loadplane.model.cluster.Check;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Looks whether this machine has the Python that load tests need. */
final class PythonProbe {

    private static final String TEST =
            "import sys, venv, ensurepip; assert sys.version_info >= (3, 10); print(sys.version.split()[0])";

    private PythonProbe() {}

    static Check check(String python) {
        try {
            Process process = new ProcessBuilder(python, "-c", TEST)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readNBytes(4000), StandardCharsets.UTF_8);
            if (process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return new Check("python", Check.State.OK, "%s is Python %s".formatted(python, output.strip()), null);
            }
        } catch (IOException e) {
            // Said below: it cannot be started.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Check(
                "python",
                Check.State.MISSING,
                "%s is no Python 3.10 or later with venv and pip".formatted(python),
                "Install one, and name it by LOADPLANE_LOCAL_PYTHON.");
    }
}
