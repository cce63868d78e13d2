/** Proofs of buckets on S3, and a real server for them and for the tests of other modules. */
package dev.eider.zones.s3;
