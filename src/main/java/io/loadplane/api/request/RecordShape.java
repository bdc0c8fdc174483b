package io.loadplane.api.request;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a request record says of itself. Looked up once per class: reflection reads annotations anew for every look.
 *
 * @param fields all names that may be sent, those of unwrapped records included
 */
record RecordShape(Constructor<?> constructor, List<Component> components, Set<String> fields) {

    private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE_CASE =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return lookUp(type);
        }
    };

    /**
     * One component.
     *
     * @param unwrapped whether its own components are fields of the record around it
     */
    record Component(String field, Class<?> type, Type genericType, boolean unwrapped, boolean nullable) {

        static Component of(RecordComponent component) {
            JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
            return new Component(
                    named == null ? SNAKE_CASE.translate(component.getName()) : named.value(),
                    component.getType(),
                    component.getGenericType(),
                    component.getAccessor().isAnnotationPresent(JsonUnwrapped.class),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class));
        }
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    Object make(Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("%s is no plain request record".formatted(constructor), e);
        }
    }

    private static RecordShape lookUp(Class<?> type) {
        List<Component> components =
                Arrays.stream(type.getRecordComponents()).map(Component::of).toList();
        Set<String> fields = new TreeSet<>();
        for (Component component : components) {
            fields.addAll(component.unwrapped() ? of(component.type()).fields() : Set.of(component.field()));
        }
        Class<?>[] types = components.stream().map(Component::type).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new RecordShape(constructor, components, fields);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("%s is no plain request record".formatted(type), e);
        }
    }
}
