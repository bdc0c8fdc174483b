package io.loadplane.model.policy;

import io.loadplane.model.Wildcard;
import java.util.Locale;

/** Names of images, of which those of Docker's own registry can be written in short. */
final class ImageName {

    private static final String REGISTRY = "docker.io/";
    private static final String OFFICIAL = "library/";

    private ImageName() {}

    /** Whether a pattern has the image in it as it is usually written or in full. */
    static boolean matches(String pattern, String image) {
        if (image.contains("@") && namesTags(pattern)) {
            return false;
        }
        String full = full(image);
        return Wildcard.matches(pattern, full)
                || full.startsWith(REGISTRY) && Wildcard.matches(pattern, usual(full.substring(REGISTRY.length())));
    }

    /** Of a tag and a digest runtimes take the digest, so what allows tags says nothing of an image with a digest. */
    private static boolean namesTags(String pattern) {
        return !pattern.contains("@") && pattern.indexOf(':', pattern.lastIndexOf('/') + 1) >= 0;
    }

    private static String usual(String path) {
        return path.startsWith(OFFICIAL) ? path.substring(OFFICIAL.length()) : path;
    }

    /** The first part is a registry if it could not be a folder (github.com/distribution/reference). */
    private static String full(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean registry = first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
        if (registry) {
            return image.startsWith("index." + REGISTRY) ? image.substring("index.".length()) : image;
        }
        return REGISTRY + (slash < 0 ? OFFICIAL : "") + image;
    }
}
