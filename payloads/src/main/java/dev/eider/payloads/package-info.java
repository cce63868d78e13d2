/**
 * Keys and values of topics as JSON, and JSON as such: plain, framed by a registry's serializers, Avro and Protobuf; and
 * the schemas they were written with, from the registry and as they are stored with a batch.
 */
@NullMarked
package dev.eider.payloads;

import org.jspecify.annotations.NullMarked;
