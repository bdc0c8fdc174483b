package io.loadplane.model;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some items of a list, newest first unless said otherwise.
 *
 * @param next where the next page starts; null on the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Which part of a list is asked for.
     *
     * @param after key of the last item of the page before; null for the first page
     */
    public record Request(int limit, @Nullable String after) {

        public static final int DEFAULT_LIMIT = 50;
        public static final int MAX_LIMIT = 200;
    }

    /** Cuts one item too many, read to see whether more follow, from the end of the page. */
    public static <T> Page<T> of(List<T> oneTooMany, Request request, Function<T, String> key) {
        if (oneTooMany.size() <= request.limit()) {
            return new Page<>(oneTooMany, null);
        }
        List<T> items = oneTooMany.subList(0, request.limit());
        return new Page<>(items, key.apply(items.getLast()));
    }

    public <R> Page<R> map(Function<T, R> mapping) {
        return new Page<>(items.stream().map(mapping).toList(), next);
    }
}
