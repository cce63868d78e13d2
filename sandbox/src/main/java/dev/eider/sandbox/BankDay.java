package dev.eider.sandbox;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

/**
 * How many transactions a day has, and how they spread over its hours and the regions. Each day is a function of seed
 * and date, so that any interval is served without what lies before it. Immutable.
 */
final class BankDay {
    private static final int HOURS = 24;
    private static final int HOUR_MILLIS = 3_600_000;
    private static final List<Region> REGIONS = List.of(Region.values());
    private static final double NOISE = 0.06;

    private final LocalDate date;
    private final int count;
    private final double[] untilHour = new double[HOURS + 1];
    private final double[][] byHour = new double[HOURS][REGIONS.size()];

    BankDay(long seed, LocalDate first, LocalDate date, int perDay) {
        this.date = date;
        double[] volumes = new double[REGIONS.size()];
        double total = 0;
        for (int r = 0; r < REGIONS.size(); r++) {
            double noise = 2 * Mix.unit(Mix.of(seed, date.toEpochDay(), r)) - 1;
            volumes[r] = perDay * volume(REGIONS.get(r), first, date) * (1 + NOISE * noise);
            total += volumes[r];
        }
        count = (int) Math.round(total);
        spread(volumes);
    }

    LocalDate date() {
        return date;
    }

    int count() {
        return count;
    }

    /** The millisecond of the day of the transaction with this index; later indexes are never earlier. */
    int millisOfDay(int index, double jitter) {
        double share = (index + jitter) / count;
        int hour = 0;
        while (hour < HOURS - 1 && untilHour[hour + 1] <= share) {
            hour++;
        }
        double within = (share - untilHour[hour]) / (untilHour[hour + 1] - untilHour[hour]);
        return hour * HOUR_MILLIS + Math.min(HOUR_MILLIS - 1, Math.max(0, (int) (within * HOUR_MILLIS)));
    }

    Region region(int millisOfDay, double unit) {
        double[] shares = byHour[millisOfDay / HOUR_MILLIS];
        double rest = unit;
        for (int r = 0; r < REGIONS.size(); r++) {
            rest -= shares[r];
            if (rest < 0) {
                return REGIONS.get(r);
            }
        }
        return Region.EMEA;
    }

    private static double volume(Region region, LocalDate first, LocalDate date) {
        double years = (date.toEpochDay() - first.toEpochDay()) / 365.25;
        double trend = StrictMath.exp(region.growthPerYear * years);
        return region.weight * trend * weekday(region, date.getDayOfWeek()) * monthEnd(date);
    }

    private static double weekday(Region region, DayOfWeek day) {
        return switch (day) {
            case SATURDAY -> region.weekend;
            case SUNDAY -> region.weekend * 0.8;
            case MONDAY -> 1.12;
            case FRIDAY -> 1.18;
            default -> 1.06;
        };
    }

    /** Salaries and rents move around the turn of the month. */
    private static double monthEnd(LocalDate date) {
        int left = date.lengthOfMonth() - date.getDayOfMonth();
        if (left <= 1) {
            return 1.45;
        }
        return date.getDayOfMonth() == 1 ? 1.30 : 1.0;
    }

    private void spread(double[] volumes) {
        double all = 0;
        for (int hour = 0; hour < HOURS; hour++) {
            double ofHour = 0;
            for (int r = 0; r < REGIONS.size(); r++) {
                byHour[hour][r] = volumes[r] * REGIONS.get(r).atHour(hour);
                ofHour += byHour[hour][r];
            }
            for (int r = 0; r < REGIONS.size(); r++) {
                byHour[hour][r] /= ofHour;
            }
            all += ofHour;
            untilHour[hour + 1] = all;
        }
        for (int hour = 1; hour <= HOURS; hour++) {
            untilHour[hour] /= all;
        }
    }
}
