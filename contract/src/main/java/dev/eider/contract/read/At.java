package dev.eider.contract.read;

/** A place in a file: line and column from 1; line 0 is the file as a whole. */
record At(int line, int column) {
    static final At FILE = new At(0, 0);
    static final At TOP = new At(1, 1);
}
