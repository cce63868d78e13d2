package dev.eider.contract.read;

import java.math.BigDecimal;
import java.time.Duration;

/** Texts with a unit, after their shape has been checked. */
final class Units {
    private Units() {}

    /** {@code 90s 15m 6h 3d}. */
    static Duration duration(String text) {
        return unit(text.charAt(text.length() - 1)).multipliedBy(Long.parseLong(text.substring(0, text.length() - 1)));
    }

    /** {@code 128MiB}, in bytes; at most {@code Long.MAX_VALUE}. */
    static long bytes(String text) {
        int digits = 0;
        while (Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        int shift = "BKMGT".indexOf(text.charAt(digits)) * 10;
        long number = Long.parseLong(text.substring(0, digits));
        return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
    }

    /** {@code 1000/h}, in a second. */
    static double perSecond(String text) {
        int slash = text.indexOf('/');
        return Double.parseDouble(text.substring(0, slash))
                / unit(text.charAt(slash + 1)).toSeconds();
    }

    /** {@code 0.5%}, as a share of one. */
    static BigDecimal share(String text) {
        return new BigDecimal(text.substring(0, text.length() - 1))
                .movePointLeft(2)
                .stripTrailingZeros();
    }

    private static Duration unit(char letter) {
        return switch (letter) {
            case 's' -> Duration.ofSeconds(1);
            case 'm' -> Duration.ofMinutes(1);
            case 'h' -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }
}
