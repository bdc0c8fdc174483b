package io.loadplane.kubernetes.watch;

import com.google.gson.reflect.TypeToken;
import io.kubernetes.client.common.KubernetesListObject;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.informer.ListerWatcher;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.cache.Cache;
import io.kubernetes.client.informer.impl.DefaultSharedIndexInformer;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.util.CallGeneratorParams;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.Watchable;
import io.loadplane.kubernetes.access.Connection;
import io.loadplane.kubernetes.access.Resource;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.run.RunId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One kind of objects in one namespace, listed once and then watched; says when it is cut off from its cluster. */
final class Watched<T extends KubernetesObject> {

    private static final String BY_RUN = "run";

    private final Connection connection;
    private final Source source;
    private final Class<T> type;
    private final DefaultSharedIndexInformer<T, KubernetesListObject> informer;
    private volatile @Nullable ClusterException failure;

    /**
     * What is watched.
     *
     * @param selector labels of the objects; empty for all
     */
    record Source(Resource resource, String namespace, String selector, Class<? extends KubernetesListObject> list) {}

    Watched(
            Connection connection,
            Source source,
            Class<T> type,
            Function<T, Optional<RunId>> run,
            Consumer<RunId> changed) {
        this.connection = connection;
        this.source = source;
        this.type = type;
        this.informer = new DefaultSharedIndexInformer<>(type, new Calls(), 0, new Cache<>(), (kind, error) -> {});
        // Half of every object is the history of its fields.
        informer.setTransform(object -> {
            object.getMetadata().setManagedFields(null);
            return object;
        });
        informer.addIndexers(Map.of(
                BY_RUN, object -> run.apply(object).map(RunId::value).stream().toList()));
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                run.apply(object).ifPresent(changed);
            }

            @Override
            public void onUpdate(T before, T object) {
                run.apply(object).ifPresent(changed);
            }

            @Override
            public void onDelete(T object, boolean unknownFinalState) {
                run.apply(object).ifPresent(changed);
            }
        });
        Thread.ofVirtual().name("watch-" + source.resource().plural()).start(informer::run);
    }

    boolean isSynced() {
        return informer.hasSynced();
    }

    @Nullable
    ClusterException failure() {
        return failure;
    }

    @SuppressWarnings("unchecked")
    List<T> of(RunId id) {
        return informer.getIndexer().byIndex(BY_RUN, id.value());
    }

    void stop() {
        informer.stop();
    }

    /** The informer swallows failures and tries again; here they are noted on the way. */
    private final class Calls implements ListerWatcher<T, KubernetesListObject> {

        @Override
        public KubernetesListObject list(CallGeneratorParams params) throws ApiException {
            try {
                KubernetesListObject list =
                        connection.get(source.resource().path(source.namespace()), query(params), source.list());
                failure = null;
                return list;
            } catch (ClusterException e) {
                failure = e;
                throw new ApiException(e);
            }
        }

        @Override
        public Watchable<T> watch(CallGeneratorParams params) throws ApiException {
            Map<String, String> query = query(params);
            query.put("watch", "true");
            query.put("allowWatchBookmarks", "true");
            query.put("timeoutSeconds", Integer.toString(params.timeoutSeconds));
            try {
                Watch<T> watch = Watch.createWatch(
                        connection.client(),
                        connection.stream(source.resource().path(source.namespace()), query),
                        TypeToken.getParameterized(Watch.Response.class, type).getType());
                failure = null;
                return watch;
            } catch (ApiException e) {
                failure = connection.explain("watch " + source.resource().qualified(), e);
                throw e;
            }
        }

        private Map<String, String> query(CallGeneratorParams params) {
            Map<String, String> query = new HashMap<>();
            if (params.resourceVersion != null) {
                query.put("resourceVersion", params.resourceVersion);
            }
            if (!source.selector().isEmpty()) {
                query.put("labelSelector", source.selector());
            }
            return query;
        }
    }
}
