package dev.eider.sandbox;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The bank's accounts, all a function of seed and number. Immutable. */
final class Accounts {
    private static final long BODY_MODULUS = 1_000_000_000_000L;
    private static final long BODY_FACTOR = 618_033_988_749L; // coprime to ten: numbers never meet

    private final long seed;
    private final Region[] regions;
    private final AccountType[] types;
    private final Map<Region, int[]> ofRegion;

    Accounts(long seed, int count) {
        this.seed = Mix.of(seed, "accounts");
        List<Region> each = List.of(Region.values());
        regions = new Region[count];
        types = new AccountType[count];
        for (int i = 0; i < count; i++) {
            Draws draws = new Draws(Mix.of(this.seed, i));
            regions[i] = i < each.size() ? each.get(i) : region(draws.unit());
            types[i] = type(draws.unit());
        }
        ofRegion = byRegion(regions);
    }

    int count() {
        return regions.length;
    }

    /** Sixteen digits as a JSON string, unlike those of other accounts. */
    void number(int account, PageBuffer out) {
        long start = Math.floorMod(seed, BODY_MODULUS);
        long body = Math.floorMod(start + Math.floorMod(account * BODY_FACTOR, BODY_MODULUS), BODY_MODULUS);
        out.ascii("\"9310").padded(body, 12).put('"');
    }

    Region region(int account) {
        return regions[account];
    }

    AccountType type(int account) {
        return types[account];
    }

    /** The day on which the account was opened, in days since 1970: within the fifteen years before 2025. */
    long openedOn(int account) {
        return 14_610 + (long) (Mix.unit(Mix.of(seed, account, 1)) * 5_470);
    }

    /** An account of a region; some are much busier than others. */
    int pick(Region region, double unit) {
        int[] accounts = ofRegion.getOrDefault(region, new int[1]);
        return accounts[(int) (accounts.length * unit * Math.sqrt(unit))];
    }

    private static Region region(double unit) {
        double rest = unit;
        for (Region region : Region.values()) {
            rest -= region.weight;
            if (rest < 0) {
                return region;
            }
        }
        return Region.EMEA;
    }

    private static AccountType type(double unit) {
        double rest = unit;
        for (AccountType type : AccountType.values()) {
            rest -= type.weight;
            if (rest < 0) {
                return type;
            }
        }
        return AccountType.CHECKING;
    }

    private static Map<Region, int[]> byRegion(Region[] regions) {
        Map<Region, int[]> all = new EnumMap<>(Region.class);
        for (Region wanted : Region.values()) {
            int[] found = new int[regions.length];
            int size = 0;
            for (int i = 0; i < regions.length; i++) {
                if (regions[i] == wanted) {
                    found[size++] = i;
                }
            }
            all.put(wanted, Arrays.copyOf(found, size));
        }
        return all;
    }
}
