package dev.eider.sandbox;

/** The bank's regions and what differs between them. */
enum Region {
    EMEA(0.42, 0.55, 0.15, 1, 1.00),
    AMER(0.30, 0.70, 0.25, -5, 1.20),
    APAC(0.19, 0.80, 0.90, 8, 0.75),
    LATAM(0.09, 0.90, 0.45, -3, 0.45);

    /** Transactions by the hour of the customer's clock: quiet nights, a peak at noon and one after work. */
    private static final double[] BY_LOCAL_HOUR = {
        0.6, 0.4, 0.3, 0.3, 0.4, 0.8, 1.8, 3.4, 5.2, 6.4, 6.8, 7.2, 8.1, 7.4, 6.6, 6.2, 6.4, 7.3, 7.8, 6.4, 4.6, 3.2,
        2.0, 1.0
    };

    final double weight;
    final double weekend;
    final double growthPerYear;
    final double amountFactor;
    private final int utcOffset;

    Region(double weight, double weekend, double growthPerYear, int utcOffset, double amountFactor) {
        this.weight = weight;
        this.weekend = weekend;
        this.growthPerYear = growthPerYear;
        this.utcOffset = utcOffset;
        this.amountFactor = amountFactor;
    }

    double atHour(int utcHour) {
        return BY_LOCAL_HOUR[Math.floorMod(utcHour + utcOffset, BY_LOCAL_HOUR.length)];
    }
}
