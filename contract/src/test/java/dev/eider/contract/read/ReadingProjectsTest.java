package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.Field;
import dev.eider.contract.FieldPath;
import dev.eider.contract.Paginator;
import dev.eider.contract.Project;
import dev.eider.contract.Source;
import dev.eider.contract.Star;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingProjectsTest {
    @TempDir
    Path root;

    @Test
    void readsTheSimpleCase() {
        Project project = Folder.bank(root).project();

        assertThat(project.name()).isEqualTo("bank");
        assertThat(project.environment()).isEqualTo("default");
        assertThat(project.bucket()).isEqualTo(root.resolve("data").toString());
        assertThat(project.connections().get("bank")).isInstanceOfSatisfying(Connection.Api.class, api -> {
            assertThat(api.baseUrl()).hasToString("http://localhost:8080/v1");
            assertThat(api.auth())
                    .isInstanceOfSatisfying(
                            Connection.Auth.Bearer.class,
                            bearer -> assertThat(bearer.token().reveal()).isEqualTo(Folder.TOKEN));
        });
        Contract contract = project.datasets().get(0);
        assertThat(contract.source()).isInstanceOfSatisfying(Source.Api.class, api -> {
            assertThat(api.path()).isEqualTo("/transactions");
            assertThat(api.dataSelector()).isEqualTo(FieldPath.of("data"));
            assertThat(api.paginator()).isEqualTo(new Paginator.HeaderLink(10_000));
        });
        assertThat(contract.fields())
                .filteredOn(Field::required)
                .extracting(Field::name)
                .containsExactly("transaction_id", "amount", "timestamp");
    }

    @Test
    void givesAFactWhatNoDimensionTakes() {
        Contract contract = Folder.bank(root).project().datasets().get(0);

        assertThat(contract.star())
                .hasValueSatisfying(star -> assertThat(star).isInstanceOfSatisfying(Star.Fact.class, fact -> {
                    assertThat(fact.measures()).containsExactly("amount", "processing_duration");
                    assertThat(fact.attributes()).containsExactly("status", "source_system");
                    assertThat(fact.dimensions().keySet()).containsExactly("account_dimension");
                }));
    }

    @Test
    void findsTheProjectAbove() {
        Folder.bank(root);

        assertThat(Contracts.discover(root.resolve("datasets"))).contains(root);
        assertThat(Contracts.discover(root.resolve("../none-of-it"))).isEmpty();
    }
}
