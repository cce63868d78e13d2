package dev.eider.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Contract;
import dev.eider.contract.Field;
import dev.eider.contract.FieldType;
import dev.eider.contract.Mask;
import dev.eider.contract.SqlDimension;
import dev.eider.contract.Star;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dimensions fed by a dataset of their own, and by SQL; facts without a key, and with a masked one. */
class DimensionsTest {
    private static final FieldType TEXT = FieldType.of(FieldType.Kind.STRING);
    private static final FieldType BIGINT = FieldType.of(FieldType.Kind.BIGINT);
    private static final FieldType DATE = FieldType.of(FieldType.Kind.DATE);

    private static final Contract ACCOUNT = account(
            Optional.of(new Star.Dimension("account_dimension", "account_id", List.of("frequency", "district_id"))));
    private static final Contract DISTRICT = World.contract(
            "district",
            List.of("district_id"),
            Optional.empty(),
            Optional.empty(),
            Field.of("district_id", BIGINT).require(),
            Field.of("region", TEXT));

    @TempDir
    Path folder;

    private static Contract account(Optional<Star> star) {
        return World.contract(
                "account",
                List.of("account_id"),
                Optional.empty(),
                star,
                Field.of("account_id", BIGINT).require().masked(Mask.LAST4),
                Field.of("frequency", TEXT),
                Field.of("district_id", BIGINT));
    }

    private static Contract trans(Field key, List<String> primaryKey) {
        return World.contract(
                "trans",
                primaryKey,
                Optional.of("day"),
                Optional.of(new Star.Fact(
                        "trans_fact",
                        Map.of("account_dimension", new Star.Use("account_id", Optional.empty())),
                        List.of("amount"),
                        List.of())),
                key,
                Field.of("account_id", BIGINT).masked(Mask.LAST4),
                Field.of("amount", FieldType.decimal(12, 2)).require(),
                Field.of("day", DATE).require());
    }

    private static final Contract TRANS = trans(Field.of("trans_id", BIGINT).require(), List.of("trans_id"));

    private static void accounts(World world, Contract contract, String revision, String... rows) {
        world.stage(contract, "2025-04-01", revision, List.of(rows));
    }

    @Test
    void inferAMemberThatOnlyAFactKnowsAndLearnItsAttributesLater() throws Exception {
        World world = World.in(folder).with(ACCOUNT).with(TRANS);
        world.stage(
                TRANS,
                "2025-04-01",
                "1-1",
                List.of("(1, 'tok1', '*1', 5.00, '2025-04-01', 1, 1)", "(2, 'tok2', '*2', 6.00, '2025-04-01', 2, 1)"));
        accounts(world, ACCOUNT, "1-1", "('tok1', '*1', 'monthly', 7, 1, 1)");
        world.load();
        assertThat(world.query("SELECT * FROM account_dimension ORDER BY 1"))
                .containsExactly("1|*1|monthly|7", "2|*2|null|null");

        accounts(
                world,
                ACCOUNT,
                "2-1",
                "('tok1', '*1', 'weekly', 7, 1, 1)",
                "('tok2', '*2', 'daily', 8, 2, 1)",
                "('tok3', '*3', 'daily', 8, 3, 1)");
        world.load();

        assertThat(world.query("SELECT * FROM account_dimension ORDER BY 1"))
                .containsExactly("1|*1|weekly|7", "2|*2|daily|8", "3|*3|daily|8");
        assertThat(world.query("SELECT trans_id, account_id FROM trans_fact ORDER BY 1"))
                .containsExactly("1|1", "2|2");
    }

    @Test
    void areMadeBySqlOverTheCurrentCleanRows() throws Exception {
        Contract account = account(Optional.empty());
        World world = World.in(folder)
                .with(account)
                .with(DISTRICT)
                .with(TRANS)
                .with(new SqlDimension(
                        "account_dimension",
                        "account_id",
                        "Accounts with the region of their district.",
                        "SELECT a.account_id, a.masked_account_id, a.frequency AS account_type, d.region AS customer_region"
                                + " FROM clean.account a LEFT JOIN clean.district d USING (district_id)"));
        accounts(world, account, "1-1", "('tok1', '*1', 'monthly', 7, 1, 1)", "('tok2', '*2', 'weekly', 8, 2, 1)");
        world.stage(account, "2025-04-02", "1-1", List.of("('tok2', '*2', 'daily', 8, 2, 2)"));
        world.stage(DISTRICT, "2025-04-01", "1-1", List.of("(7, 'Prague', 1, 1)"));
        world.stage(
                TRANS,
                "2025-04-01",
                "1-1",
                List.of("(1, 'tok1', '*1', 5.00, '2025-04-01', 1, 1)", "(2, 'tok9', '*9', 6.00, '2025-04-01', 2, 1)"));
        world.load();
        assertThat(world.query("SELECT * FROM account_dimension ORDER BY 1"))
                .containsExactly("1|*1|monthly|Prague", "2|*2|daily|null", "3|*9|null|null");

        world.stage(DISTRICT, "2025-04-01", "2-1", List.of("(7, 'Brno', 1, 1)", "(8, 'Pilsen', 2, 1)"));
        world.load();

        assertThat(world.query("SELECT * FROM account_dimension ORDER BY 1"))
                .containsExactly("1|*1|monthly|Brno", "2|*2|daily|Pilsen", "3|*9|null|null");
        assertThat(world.query("SELECT comment FROM duckdb_tables() WHERE table_name = 'account_dimension'"))
                .containsExactly("Accounts with the region of their district.");
        assertThat(world.query("SELECT schema_name FROM duckdb_schemas() WHERE schema_name = 'clean'"))
                .isEmpty();
    }

    @Test
    void refuseSqlThatWouldPublishAToken() {
        World world = World.in(folder)
                .with(account(Optional.empty()))
                .with(TRANS)
                .with(new SqlDimension(
                        "account_dimension", "account_id", "", "SELECT account_id, frequency FROM clean.account"));

        assertThatThrownBy(world::load)
                .hasMessage(
                        "Invalid dimension account_dimension: account_id is a token (select masked_account_id beside it)");
    }

    @Test
    void nameANaturalKeyWhoseNameTheSurrogateHasTaken() throws Exception {
        Contract plain = World.contract(
                "account",
                List.of("account_id"),
                Optional.empty(),
                Optional.of(new Star.Dimension("account_dimension", "account_id", List.of("frequency"))),
                Field.of("account_id", BIGINT).require(),
                Field.of("frequency", TEXT));
        World world = World.in(folder).with(plain);
        world.stage(plain, "2025-04-01", "1-1", List.of("(576, 'monthly', 1, 1)", "(12, 'weekly', 2, 1)"));
        world.load();

        assertThat(world.query("SELECT account_id, natural_account_id, frequency FROM account_dimension ORDER BY 1"))
                .containsExactly("1|12|weekly", "2|576|monthly");
    }

    @Test
    void leaveAFactWithoutAKeyEveryRecordByItsPlace() throws Exception {
        Contract keyless = trans(Field.of("symbol", TEXT), List.of());
        World world = World.in(folder).with(ACCOUNT).with(keyless);
        world.stage(
                keyless,
                "2025-04-01",
                "1-1",
                List.of(
                        "('x', 'tok1', '*1', 5.00, '2025-04-01', 1, 1)",
                        "('x', 'tok1', '*1', 5.00, '2025-04-01', 2, 1)"));
        world.stage(keyless, "2025-04-02", "1-1", List.of("('x', 'tok1', '*1', 5.00, '2025-04-02', 1, 1)"));
        world.load();
        world.stage(keyless, "2025-04-01", "2-1", List.of("('x', 'tok1', '*1', 7.00, '2025-04-01', 3, 1)"));
        world.load();

        assertThat(world.query("SELECT record_batch, record_place, amount, account_id FROM trans_fact ORDER BY 1, 2"))
                .containsExactly("2025-04-01|3|7.00|1", "2025-04-02|1|5.00|1");
    }

    @Test
    void giveAMaskedKeyASurrogate() throws Exception {
        Contract masked = trans(Field.of("card", TEXT).require().masked(Mask.LAST4), List.of("card"));
        World world = World.in(folder).with(ACCOUNT).with(masked);
        world.stage(
                masked,
                "2025-04-01",
                "1-1",
                List.of(
                        "('c1', '*c', 'tok1', '*1', 5.00, '2025-04-01', 1, 1)",
                        "('c2', '*c', 'tok1', '*1', 6.00, '2025-04-01', 2, 1)"));
        world.stage(masked, "2025-04-02", "1-1", List.of("('c1', '*c', 'tok1', '*1', 7.00, '2025-04-02', 1, 2)"));
        world.load();

        assertThat(world.query("SELECT card_key, masked_card, amount FROM trans_fact ORDER BY 1"))
                .containsExactly("1|*c|7.00", "2|*c|6.00");
    }
}
