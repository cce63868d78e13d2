package dev.eider.contract.read;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Set;

/** Names of time zones. */
final class Zones {
    private Zones() {}

    static void check(Path file, Value.Scalar zone, Problems problems) {
        Set<String> known = ZoneId.getAvailableZoneIds();
        if (zone.kind() != Value.Kind.TEXT || known.contains(zone.text())) {
            return;
        }
        if (zone.origin() == Value.Origin.LITERAL) {
            problems.addUnknown(
                    file,
                    zone.at(),
                    "Invalid timezone: " + Checker.shorten(zone.written())
                            + " (a time zone such as UTC or Europe/London)",
                    zone.text(),
                    known);
        } else {
            problems.add(file, zone.at(), "Invalid timezone: what its reference gives (a time zone such as UTC)");
        }
    }
}
