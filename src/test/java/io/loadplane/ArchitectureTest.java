package io.loadplane;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.micronaut.http.annotation.Controller;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;

/** Keeps the picture in the README true. Each rule says why it stands. */
@AnalyzeClasses(packages = "io.loadplane", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Micronaut's annotation processors write classes whose names hold a dollar sign. */
    private static final DescribedPredicate<JavaClass> GENERATED = DescribedPredicate.describe(
            "generated",
            type -> type.getSimpleName().startsWith("$")
                    || type.getName().contains("$Introspection")
                    || type.getName().contains("$Definition")
                    || type.getName().contains("$Intercepted"));

    // spotless:off
    @ArchTest
    static final ArchRule arrows_point_as_drawn = layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("api").definedBy("io.loadplane.api..")
            .layer("service").definedBy("io.loadplane.service..")
            .layer("engine").definedBy("io.loadplane.engine..")
            .layer("postgres").definedBy("io.loadplane.postgres..")
            .layer("local").definedBy("io.loadplane.local..")
            .layer("kubernetes").definedBy("io.loadplane.kubernetes..")
            .layer("receiver").definedBy("io.loadplane.receiver..")
            .layer("secrets").definedBy("io.loadplane.secrets..")
            .layer("cli").definedBy("io.loadplane.cli..")
            .layer("model").definedBy("io.loadplane.model..")
            .whereLayer("api").mayNotBeAccessedByAnyLayer()
            .whereLayer("engine").mayNotBeAccessedByAnyLayer()
            .whereLayer("postgres").mayNotBeAccessedByAnyLayer()
            .whereLayer("local").mayNotBeAccessedByAnyLayer()
            .whereLayer("kubernetes").mayNotBeAccessedByAnyLayer()
            .whereLayer("receiver").mayNotBeAccessedByAnyLayer()
            .whereLayer("secrets").mayNotBeAccessedByAnyLayer()
            .whereLayer("cli").mayNotBeAccessedByAnyLayer()
            .whereLayer("service").mayOnlyBeAccessedByLayers("api")
            .whereLayer("model").mayNotAccessAnyLayer()
            .because("a request is stored first and acted on later, so only the model is common ground");
    // spotless:on

    @ArchTest
    static final ArchRule no_package_cycles = slices().matching("io.loadplane.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package that needs the one that needs it is the same package in two folders");

    @ArchTest
    static final ArchRule model_is_plain_java = classes()
            .that(resideInAPackage("io.loadplane.model.."))
            .and(not(GENERATED))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "com.google.re2j..", "io.loadplane.model..")
            .because("the rules of a run must be testable without a server, a database or a cluster");

    @ArchTest
    static final ArchRule patterns_take_linear_time = noClasses()
            .that(not(resideInAPackage("io.loadplane.cli..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.regex..")
            .orShould()
            .callMethod(String.class, "matches", String.class)
            .orShould()
            .callMethod(String.class, "replaceAll", String.class, String.class)
            .orShould()
            .callMethod(String.class, "replaceFirst", String.class, String.class)
            .because("callers write patterns and texts, and java.util.regex can take for ever: use com.google.re2j or"
                    + " Wildcard. The command line reads the words of those who wait for it");

    @ArchTest
    static final ArchRule only_kubernetes_knows_kubernetes = noClasses()
            .that(not(resideInAPackage("io.loadplane.kubernetes..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.kubernetes..", "com.google.gson..")
            .because("another kind of target must not need a change anywhere else");

    @ArchTest
    static final ArchRule calls_go_out_in_two_places = noClasses()
            .that(not(resideInAPackage("io.loadplane.kubernetes..")))
            .and(not(resideInAPackage("io.loadplane.receiver..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("okhttp3..")
            .because("what callers can make us call must be easy to find");

    @ArchTest
    static final ArchRule only_the_engine_counts = noClasses()
            .that(not(resideInAPackage("io.loadplane.engine..")))
            .and(not(GENERATED))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..")
            .because("figures are kept where the work is done; requests and connections are counted by the framework");

    @ArchTest
    static final ArchRule only_secrets_knows_how_secrets_are_sealed = noClasses()
            .that(not(resideInAPackage("io.loadplane.secrets..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.crypto.tink..")
            .because("whoever holds a key must be easy to find");

    @ArchTest
    static final ArchRule only_api_knows_http_serving = noClasses()
            .that(not(resideInAPackage("io.loadplane.api..")))
            .and(not(resideInAPackage("io.loadplane.cli..")))
            .and(not(GENERATED))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micronaut.http..", "io.micronaut.security..")
            .because("errors and views become HTTP in one place");

    @ArchTest
    static final ArchRule only_postgres_knows_sql = noClasses()
            .that(not(resideInAPackage("io.loadplane.postgres..")))
            .and(not(simpleName("RunTasks")))
            .and(not(simpleName("JobTasks")))
            .and(not(simpleName("ScheduleTasks")))
            .and(not(simpleName("DeliveryTasks")))
            .and(not(simpleName("Schedulers")))
            .and(not(simpleName("UnforeseenFailureHandler")))
            .and(not(GENERATED))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "io.micronaut.data..")
            .because(
                    "rows stay behind the stores; the tasks and Schedulers only pass the connection pool on to the scheduler, unopened,"
                            + " and UnforeseenFailureHandler only knows how it looks when the database has gone");

    @ArchTest
    static final ArchRule the_service_knows_transactions_and_nothing_else = classes()
            .that(resideInAPackage("io.loadplane.service.."))
            .and(not(GENERATED))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.google.re2j..",
                    "jakarta.annotation..",
                    "jakarta.inject..",
                    "io.micronaut.transaction..",
                    "io.micronaut.context.annotation..",
                    "io.loadplane.model..",
                    "io.loadplane.service..")
            .because("what a caller may do must not depend on how it is asked or kept");

    @ArchTest
    static final ArchRule the_local_cluster_needs_no_more_than_the_jdk_and_json = classes()
            .that(resideInAPackage("io.loadplane.local.."))
            .and(not(GENERATED))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.slf4j..",
                    "jakarta.inject..",
                    "jakarta.annotation..",
                    "com.fasterxml.jackson..",
                    "com.google.re2j..",
                    "io.micronaut.context..",
                    "io.loadplane.model..",
                    "io.loadplane.local..")
            .because("a target is reached with what is everywhere");

    @ArchTest
    static final ArchRule the_planner_decides_from_what_it_is_given = noClasses()
            .that(simpleName("RunPlanner"))
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.(io|net|nio)\\..*|java\\.time\\.Clock|org\\.slf4j\\..*|.*(Store|Journal|\\.Cluster)")
            .because("the same run in the same sight must always get the same step");

    @ArchTest
    static final ArchRule time_comes_from_the_clock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("tests set the time: inject " + Clock.class.getName());

    @ArchTest
    static final ArchRule controllers_are_named_so = classes()
            .that()
            .areAnnotatedWith(Controller.class)
            .should()
            .haveSimpleNameEndingWith("Controller")
            .andShould()
            .resideInAPackage("io.loadplane.api..")
            .because("whoever looks for an endpoint looks there");

    @ArchTest
    static final ArchRule no_vague_names = noClasses()
            .that(not(GENERATED))
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameStartingWith("Abstract")
            .because("a name says what a class does, or the class does too much");

    @ArchTest
    static final ArchRule no_field_injection = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule only_the_command_line_prints = noClasses()
            .that(not(resideInAPackage("io.loadplane.cli..")))
            .and(not(simpleName("Application")))
            .should(ACCESS_STANDARD_STREAMS)
            .because("a service speaks through its log");
}
