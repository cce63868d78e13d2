/** Buckets on S3 and what speaks its protocol. A module of its own, loaded when a URL asks for it. */
@NullMarked
package dev.eider.zones.s3;

import org.jspecify.annotations.NullMarked;
