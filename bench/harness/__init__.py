"""Measures Eider beside its peers: processes, rounds, peers' tools, jobs, report."""
