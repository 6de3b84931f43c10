"""Log, signatures, tally and verification: everything an auditor needs, with `cryptography` alone."""
