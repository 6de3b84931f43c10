"""The rules of a convention: a pure fold over statements, with no I/O, no clock and no randomness."""
