package io.loadplane.model;

import com.google.re2j.Pattern;

/** Names of namespaces and of what is called like them (RFC 1123). */
public final class DnsLabel {

    private static final Pattern FORM = Pattern.compile("[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");

    private DnsLabel() {}

    public static boolean matches(String name) {
        return FORM.matcher(name).matches();
    }
}
