package io.loadplane.model;

/** Keeps secrets unreadable for whoever has the database but not the key. */
public interface SecretBox {

    /**
     * @param owner what the secret belongs to; it can only be opened again for the same owner
     */
    byte[] seal(byte[] secret, String owner);

    /** Throws {@link IllegalStateException} when this is not what was sealed for that owner under one of our keys. */
    byte[] open(byte[] sealed, String owner);
}
