package dev.eider.zones;

import java.time.LocalDate;

/** Bounds of the event dates in a staged batch, both inclusive, in the contract's zone. */
public record EventTimes(LocalDate first, LocalDate last, int dates) {}
