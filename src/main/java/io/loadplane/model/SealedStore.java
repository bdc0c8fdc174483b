package io.loadplane.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything in the database that is sealed, or is to be, whatever it belongs to. */
public interface SealedStore {

    /** Owner of a value that is there to recognise the key set by. */
    String PROBE = "keyset-probe";

    /**
     * A secret.
     *
     * @param value sealed, or plain where it is said
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Secret(String owner, byte[] value) {

        @Override
        public String toString() {
            return "Secret[" + owner + "]";
        }
    }

    /** How many secrets are sealed under which key, by its prefix. */
    Map<String, Long> countByKey();

    /** The probe, or any secret while there is none. */
    Optional<Secret> sample();

    /** Does nothing when there is one. */
    void insertProbe(byte[] sealed, Instant now);

    /**
     * @param prefixes of keys
     */
    List<Secret> sealedUnder(List<String> prefixes, int limit);

    /** False when it is no longer what it was. */
    boolean replace(Secret before, byte[] sealed);

    /** Secrets that are still plain and need not be: nobody who cannot open sealed ones is there any more. */
    List<Secret> plain(Instant now, int limit);

    /** False when it is no longer what it was. */
    boolean seal(Secret plain, byte[] sealed);

    /** Forgets tokens of runs that are cleaned up, and returns how many. */
    int forgetTokens(int limit);
}
