/**
 * Real Kafka brokers for demos and tests, each a process of its own: {@link dev.eider.sandbox.kafka.Broker} one,
 * {@link dev.eider.sandbox.kafka.BrokerCluster} three, {@link dev.eider.sandbox.kafka.SharedBroker} the one that all
 * tests of a JVM use.
 *
 * <p>The broker's jars are on the class path of its process alone; a program that starts one has Kafka's client.
 */
@NullMarked
package dev.eider.sandbox.kafka;

import org.jspecify.annotations.NullMarked;
