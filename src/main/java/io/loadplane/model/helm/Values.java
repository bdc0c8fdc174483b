package io.loadplane.model.helm;

import io.loadplane.model.helm.Written.Branch;
import io.loadplane.model.helm.Written.Items;
import io.loadplane.model.helm.Written.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the caller gave, by path in the chart's values and in the chart's types. Empty values are none, as in the chart. */
record Values(Map<String, Written> byPath) {

    Optional<Written> find(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    Optional<Scalar> scalar(String path) {
        return find(path).map(Scalar.class::cast);
    }

    boolean isTrue(String path) {
        return scalar(path).map(Scalar::value).filter(Boolean.TRUE::equals).isPresent();
    }

    List<Written> items(String path) {
        return find(path).map(written -> ((Items) written).values()).orElse(List.of());
    }

    Map<String, Written> entries(String path) {
        return find(path).map(written -> ((Branch) written).entries()).orElse(Map.of());
    }
}
