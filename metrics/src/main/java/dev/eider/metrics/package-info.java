/** Counters of every stage, pushed to a Prometheus Pushgateway. */
@NullMarked
package dev.eider.metrics;

import org.jspecify.annotations.NullMarked;
