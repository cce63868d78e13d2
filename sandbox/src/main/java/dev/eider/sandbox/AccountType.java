package dev.eider.sandbox;

/** The bank's kinds of account. */
enum AccountType {
    CHECKING(0.62, 42),
    SAVINGS(0.23, 120),
    BUSINESS(0.15, 310);

    final double weight;
    final double medianAmount;

    AccountType(double weight, double medianAmount) {
        this.weight = weight;
        this.medianAmount = medianAmount;
    }
}
