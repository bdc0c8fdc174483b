package io.loadplane.model.loadtest;

import com.google.re2j.Pattern;

/** How images are written (github.com/distribution/reference): a registry, a path, a tag, a digest. */
public final class ImageReference {

    public static final String EXPECTED = "image must be an image reference such as \"locustio/locust:2.47.0\"";

    private static final int MAX = 500;
    private static final String LABEL = "[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?";
    private static final String REGISTRY = LABEL + "(?:\\." + LABEL + ")*(?::[0-9]{1,5})?";
    private static final String FOLDER = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
    private static final String DIGEST = "[A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{32,128}";
    private static final Pattern SHAPE =
            Pattern.compile("(?:%s/)?%s(?:/%s)*(?::%s)?(?:@%s)?".formatted(REGISTRY, FOLDER, FOLDER, TAG, DIGEST));

    private ImageReference() {}

    /** Whether runtimes would understand it; what they would read in another way than a policy does is none. */
    public static boolean matches(String text) {
        return text.length() <= MAX && SHAPE.matcher(text).matches();
    }
}
