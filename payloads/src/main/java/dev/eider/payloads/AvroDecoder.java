package dev.eider.payloads;

import dev.eider.contract.Limits;

/** Payloads in Avro's binary encoding, read by the schema they were written with. */
final class AvroDecoder implements Decoder {
    private final AvroReader root;
    private final BinaryInput in;

    AvroDecoder(AvroReader root, Limits limits) {
        this.root = root;
        this.in = new BinaryInput(limits);
    }

    @Override
    public void decode(byte[] bytes, int from, int to, JsonBuffer out) throws RefusedException {
        in.open(bytes, from, to);
        root.read(in, out, 0);
        if (!in.isAtEnd()) {
            throw RefusedException.undecodable("bytes are left behind the value");
        }
    }
}
