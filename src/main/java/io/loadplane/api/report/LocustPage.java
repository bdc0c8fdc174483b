package io.loadplane.api.report;

import java.nio.charset.StandardCharsets;

/** Locust's own page, so that it works without the rights that it is not given here. */
final class LocustPage {

    /** In a sandbox the page has no storage, and its script would end at the first look at it. */
    private static final byte[] STORAGE = """
            <script>(() => { const kept = new Map(), storage = {
              getItem: key => kept.get(String(key)) ?? null, setItem: (key, value) => void kept.set(String(key), String(value)),
              removeItem: key => void kept.delete(String(key)), clear: () => kept.clear(),
              key: index => [...kept.keys()][index] ?? null, get length() { return kept.size } };
              for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { value: storage });
            })()</script>""".getBytes(StandardCharsets.UTF_8);

    private static final String HEAD = "<head>";

    private LocustPage() {}

    static byte[] sandboxed(byte[] page) {
        // One byte is one character: wherever the page is UTF-8, its bytes stay what they are.
        int head = new String(page, 0, Math.min(page.length, 4096), StandardCharsets.ISO_8859_1).indexOf(HEAD);
        if (head < 0) {
            return page;
        }
        int place = head + HEAD.length();
        byte[] whole = new byte[page.length + STORAGE.length];
        System.arraycopy(page, 0, whole, 0, place);
        System.arraycopy(STORAGE, 0, whole, place, STORAGE.length);
        System.arraycopy(page, place, whole, place + STORAGE.length, page.length - place);
        return whole;
    }
}
