"""What is true of every face: the dispatcher, the journal, faults, crashes, which pool is meant, bodies, cookies."""
