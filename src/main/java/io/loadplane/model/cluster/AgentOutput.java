package io.loadplane.model.cluster;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.loadplane.model.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Finds the final record that an agent printed in pieces between whatever the script printed. A piece that is missing or
 * changed makes the whole record worthless.
 */
public final class AgentOutput {

    /** More than any result we would store. */
    private static final int MAX_RECORD = 64 << 20;

    /** A script can print such lines too, as many as it likes. */
    private static final int MAX_RECORDS = 8;

    private static final int MAX_PIECES = 16_000;

    private static final byte[] PREFIX = "@@loadplane {".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern PIECE = Pattern.compile("@@loadplane \\{\"type\":\\s*\"final\".*?\"n\":\\s*(\\d{1,6}),"
            + "\\s*\"of\":\\s*(\\d{1,6}),\\s*\"sha\":\\s*\"([0-9a-f]{64})\",\\s*\"data\":\\s*\"([A-Za-z0-9+/=]*)\".*");

    private AgentOutput() {}

    /** The JSON of the record; empty when there is none, or none that is whole. */
    public static byte[] finalRecord(Stream<String> lines) {
        Map<String, String[]> records = new HashMap<>();
        lines.map(PIECE::matcher).filter(Matcher::matches).forEach(piece -> {
            int of = Integer.parseInt(piece.group(2));
            int n = Integer.parseInt(piece.group(1));
            if (of > MAX_PIECES || n >= of || records.size() == MAX_RECORDS && !records.containsKey(piece.group(3))) {
                return;
            }
            String[] pieces = records.computeIfAbsent(piece.group(3), sha -> new String[of]);
            if (n < pieces.length) {
                pieces[n] = piece.group(4);
            }
        });
        for (Map.Entry<String, String[]> record : records.entrySet()) {
            byte[] json = unpack(record.getKey(), String.join("", record.getValue()));
            if (json.length > 0) {
                return json;
            }
        }
        return new byte[0];
    }

    /** What a script and Locust printed, without the lines that are meant for us. */
    public static byte[] withoutRecords(byte[] output) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(output.length);
        int start = 0;
        while (start < output.length) {
            int end = start;
            while (end < output.length && output[end] != '\n') {
                end++;
            }
            int next = Math.min(end + 1, output.length);
            if (!Arrays.equals(output, start, Math.min(start + PREFIX.length, next), PREFIX, 0, PREFIX.length)) {
                kept.write(output, start, next - start);
            }
            start = next;
        }
        return kept.toByteArray();
    }

    private static byte[] unpack(String sha, String base64) {
        try {
            byte[] packed = Base64.getDecoder().decode(base64);
            if (!Sha256.hex(packed).equals(sha)) {
                return new byte[0];
            }
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                json.writeBytes(gzip.readNBytes(MAX_RECORD));
            }
            return json.toByteArray();
        } catch (IllegalArgumentException | IOException e) {
            return new byte[0];
        }
    }
}
