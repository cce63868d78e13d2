package dev.eider.acceptance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shape of the main code: directions between modules, hidden packages, and what comes in as a parameter. */
final class ArchitectureTest {
    private static final JavaClasses MAIN = House.mainClasses();

    /** Programs start here: they own the clock, the console and the exit status. */
    private static final String[] PROGRAMS = {House.CLI.packages(), House.SANDBOX.packages()};

    /** Judges the age of temporary files against times that the file system gives, so it has the system's clock. */
    private static final String FOLDERS_CLOCK = "dev.eider.zones.Buckets";

    /** Names of writers must differ between processes that know nothing of each other; tests take the seeded ones. */
    private static final String NONCES = "dev.eider.zones.Nonces";

    private static final Map<String, Set<House>> LIBRARIES = Map.ofEntries(
            entry("com.github.luben.zstd..", Set.of(House.ZONES)),
            entry("com.google.api..", Set.of(House.ZONES_GCS)),
            entry("com.google.auth..", Set.of(House.ZONES_GCS)),
            entry("com.google.cloud..", Set.of(House.ZONES_GCS)),
            entry("com.google.re2j..", Set.of(House.CONTRACT)),
            entry("com.squareup.wire..", Set.of(House.PAYLOADS)),
            entry("dev.failsafe..", Set.of(House.INGEST_BATCH, House.PAYLOADS)),
            entry("io.prometheus..", Set.of(House.METRICS)),
            entry("kafka..", Set.of(House.SANDBOX_KAFKA)),
            entry("me.tongfei.progressbar..", Set.of(House.CLI)),
            entry("okhttp3..", Set.of(House.INGEST_BATCH, House.PAYLOADS)),
            entry("org.apache.avro..", Set.of(House.PAYLOADS)),
            entry("org.apache.kafka..", Set.of(House.INGEST_STREAM, House.PAYLOADS, House.SANDBOX_KAFKA)),
            entry("org.duckdb..", Set.of(House.STAGING_DUCKDB, House.CORE_DUCKDB, House.ANALYTICS, House.CLI)),
            entry("org.snakeyaml..", Set.of(House.CONTRACT)),
            entry("picocli..", Set.of(House.CLI, House.SANDBOX)),
            entry("software.amazon..", Set.of(House.ZONES_S3)));

    @Test
    void everyModuleOfThePomHasItsPlaceInTheRules() {
        assertThat(House.modulesOfThePom())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(House.values())
                        .map(module -> module.folder)
                        .toList());
        assertThat(MAIN).as("main classes of all modules").hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource(House.class)
    void modulesUseOnlyWhatTheyMay(House module) {
        String[] allowed = Stream.concat(Stream.of(module), module.mayUse.stream())
                .map(House::packages)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(module.packages())
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("dev.eider..").or(resideInAnyPackage(allowed)))
                .because("modules meet in the bucket, and dependencies point one way")
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void everyClassLivesInThePackageOfAModule() {
        classes()
                .should()
                .resideInAnyPackage(
                        Arrays.stream(House.values()).map(House::packages).toArray(String[]::new))
                .check(MAIN);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.eider.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void whatIsInternalStaysInItsModule() {
        classes().should(reachNoInternalPackageOfAnotherModule()).check(MAIN);
    }

    @Test
    void librariesStayWhereTheyBelong() {
        LIBRARIES.forEach((library, modules) -> noClasses()
                .that()
                .resideOutsideOfPackages(modules.stream().map(House::packages).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because("a library has few doors, so that it can be exchanged")
                .check(MAIN));
    }

    @Test
    void nobodyAsksTheSystemForTheTime() {
        noClasses()
                .should()
                .callCodeUnitWhere(describe(
                        "reads the time without a clock",
                        target -> target.getName().equals("now")
                                        && target.getOwner().getPackageName().equals("java.time")
                                        && target.getRawParameterTypes().isEmpty()
                                || is(target, "java.lang.System", "currentTimeMillis")
                                || is(target, "java.util.Date", "<init>")
                                        && target.getRawParameterTypes().isEmpty()))
                .because("time comes in as a Clock")
                .check(MAIN);
    }

    @Test
    void onlyProgramsMakeClocks() {
        noClasses()
                .that()
                .resideOutsideOfPackages(PROGRAMS)
                .and()
                .doNotHaveFullyQualifiedName(FOLDERS_CLOCK)
                .should()
                .callCodeUnitWhere(describe(
                        "makes a clock",
                        target -> target.getOwner().getName().equals("java.time.Clock")
                                && (target.getName().startsWith("system")
                                        || target.getName().startsWith("tick")
                                                && target.getRawParameterTypes().size() == 1)))
                .because("the program hands its clock down")
                .check(MAIN);
    }

    @Test
    void onlyProgramsMakeRandomness() {
        noClasses()
                .that()
                .resideOutsideOfPackages(PROGRAMS)
                .and()
                .doNotHaveFullyQualifiedName(NONCES)
                .should()
                .callCodeUnitWhere(describe(
                        "makes randomness without a seed",
                        target -> is(target, "java.lang.Math", "random")
                                || is(target, "java.util.UUID", "randomUUID")
                                || is(target, "java.util.concurrent.ThreadLocalRandom", "current")
                                || is(target, "java.security.SecureRandom", "<init>")
                                || target.getName().equals("<init>")
                                        && target.getOwner().getPackageName().equals("java.util")
                                        && target.getOwner().getSimpleName().endsWith("Random")
                                        && target.getRawParameterTypes().isEmpty()))
                .because("randomness comes in with a seed, a nonce as a parameter")
                .check(MAIN);
    }

    @Test
    void onlyProgramsTalkToTheConsoleAndEndTheProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackages(PROGRAMS)
                .should(ACCESS_STANDARD_STREAMS)
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .because("a library logs, throws and returns")
                .check(MAIN);
    }

    private static boolean is(CodeUnitCallTarget target, String owner, String name) {
        return target.getOwner().getName().equals(owner) && target.getName().equals(name);
    }

    private static DescribedPredicate<JavaCall<?>> describe(String description, Predicate<CodeUnitCallTarget> test) {
        return DescribedPredicate.describe(description, call -> test.test(call.getTarget()));
    }

    private static ArchCondition<JavaClass> reachNoInternalPackageOfAnotherModule() {
        return new ArchCondition<>("reach no internal package of another module") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                    String target = dependency.getTargetClass().getPackageName();
                    if (isInternal(target) && !moduleOf(target).equals(moduleOf(origin.getPackageName()))) {
                        events.add(violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean isInternal(String packageName) {
        return packageName.startsWith("dev.eider.") && (packageName + '.').contains(".internal.");
    }

    private static String moduleOf(String packageName) {
        return Arrays.stream(House.values())
                .map(module -> module.rootPackage)
                .filter(root -> (packageName + '.').startsWith(root + '.'))
                .findFirst()
                .orElse(packageName);
    }
}
