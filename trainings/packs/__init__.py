"""What a pack brings for trainings and committees: uses of record types, kinds with their rules, bodies."""
