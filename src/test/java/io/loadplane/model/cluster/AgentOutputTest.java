package io.loadplane.model.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class AgentOutputTest {

    private static final byte[] RECORD = "{\"schema\": 1}".repeat(50).getBytes(StandardCharsets.UTF_8);

    @Test
    void a_record_is_found_between_whatever_a_script_prints() throws Exception {
        List<String> lines = pieces(RECORD);
        lines.add(0, "hello");
        lines.add(2, "@@loadplane {\"type\": \"started\", \"run\": \"run-1\"}");
        Collections.reverse(lines);

        assertThat(AgentOutput.finalRecord(lines.stream())).isEqualTo(RECORD);
    }

    @Test
    void a_record_with_a_piece_missing_or_changed_is_none() throws Exception {
        List<String> missing = pieces(RECORD);
        missing.remove(1);
        List<String> changed = pieces(RECORD);
        changed.set(0, changed.get(0).replaceFirst("\"data\": \"....", "\"data\": \"AAAA"));

        assertThat(AgentOutput.finalRecord(missing.stream())).isEmpty();
        assertThat(AgentOutput.finalRecord(changed.stream())).isEmpty();
        assertThat(AgentOutput.finalRecord(List.of("nothing").stream())).isEmpty();
    }

    private static List<String> pieces(byte[] record) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(record);
        }
        String sha =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(packed.toByteArray()));
        String data = Base64.getEncoder().encodeToString(packed.toByteArray());
        int size = data.length() / 3 + 1;
        List<String> lines = new ArrayList<>();
        for (int n = 0; n * size < data.length(); n++) {
            lines.add(
                    "@@loadplane {\"type\": \"final\", \"run\": \"run-1\", \"at\": 1.5, \"n\": %d, \"of\": %d, \"sha\": \"%s\", \"data\": \"%s\"}"
                            .formatted(
                                    n,
                                    (data.length() + size - 1) / size,
                                    sha,
                                    data.substring(n * size, Math.min(data.length(), (n + 1) * size))));
        }
        return lines;
    }
}
