package io.loadplane.model.cluster;

import io.loadplane.model.loadtest.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** All files of a load test as one tar.gz, which the agent unpacks. The same files always give the same bytes. */
public final class Bundle {

    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;

    private Bundle() {}

    public static byte[] of(Source source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : source.files().entrySet()) {
                writeLongName(gzip, file.getKey());
                writeEntry(gzip, file.getKey(), '0', file.getValue());
            }
            gzip.write(new byte[2 * BLOCK]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Names that do not fit the header go before it as an entry of their own, as GNU tar does. */
    private static void writeLongName(OutputStream out, String name) throws IOException {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > NAME_LENGTH) {
            writeEntry(out, "././@LongLink", 'L', Arrays.copyOf(utf8, utf8.length + 1));
        }
    }

    private static void writeEntry(OutputStream out, String name, char type, byte[] content) throws IOException {
        byte[] header = new byte[BLOCK];
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(utf8, 0, header, 0, Math.min(utf8.length, NAME_LENGTH));
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, "%011o\0".formatted(content.length));
        put(header, 136, "00000000000\0");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 257, "ustar  \0");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        out.write(header);
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, offset, ascii.length);
    }
}
