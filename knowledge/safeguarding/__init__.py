"""The gate before the public: checks.py says what stands in the way, gate.py refuses, withdrawing.py takes back."""
