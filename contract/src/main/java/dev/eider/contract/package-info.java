/** Contracts: one YAML a dataset, read whole; the only implementation of every rule. */
@NullMarked
package dev.eider.contract;

import org.jspecify.annotations.NullMarked;
