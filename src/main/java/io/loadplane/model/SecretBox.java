package io.loadplane.model;

import java.util.List;

/** Keeps secrets unreadable for whoever has the database but not the key. */
public interface SecretBox {

    /**
     * @param owner what the secret belongs to; it can only be opened again for the same owner
     */
    byte[] seal(byte[] secret, String owner);

    /** Throws {@link SecretUnreadable} when this is not what was sealed for that owner under one of our keys. */
    byte[] open(byte[] sealed, String owner);

    /** In the order in which they were added to the set; what is sealed under one before the primary key is to be sealed anew. */
    List<SealingKey> keys();
}
