package dev.eider.contract.read;

import java.util.List;

/** A name that stands for something declared elsewhere, and where it stands. */
record Ref(String name, At at) {
    static Ref of(Value.Scalar scalar) {
        return new Ref(scalar.text(), scalar.at());
    }

    static List<Ref> of(List<Value.Scalar> scalars) {
        return scalars.stream().map(Ref::of).toList();
    }
}
