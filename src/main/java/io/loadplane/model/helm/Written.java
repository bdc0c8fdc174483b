package io.loadplane.model.helm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value with the place in the request where the caller wrote it. Nothing ({@code null}) is never written. */
sealed interface Written {

    /** JSON pointer into the request; everything inside a JSON text lies where the text does. */
    String pointer();

    /** The value as plain Java. */
    Object plain();

    /** No value in the sense of the chart's templates: an empty text, list or map. */
    boolean isEmpty();

    /** A text, a number or a truth. */
    record Scalar(Object value, String pointer) implements Written {

        /** As a template would print it. */
        String text() {
            return String.valueOf(value);
        }

        @Override
        public Object plain() {
            return value;
        }

        @Override
        public boolean isEmpty() {
            return value.equals("");
        }
    }

    /** A list. */
    record Items(List<Written> values, String pointer) implements Written {

        @Override
        public Object plain() {
            List<Object> plain = new ArrayList<>();
            values.forEach(value -> plain.add(value.plain()));
            return plain;
        }

        @Override
        public boolean isEmpty() {
            return values.isEmpty();
        }
    }

    /** A map. */
    record Branch(Map<String, Written> entries, String pointer) implements Written {

        @Override
        public Object plain() {
            Map<String, Object> plain = new LinkedHashMap<>();
            entries.forEach((key, value) -> plain.put(key, value.plain()));
            return plain;
        }

        @Override
        public boolean isEmpty() {
            return entries.isEmpty();
        }
    }
}
