"""The directory of people: who may see whom, finding, keeping apart, and joining two rows that are one person."""
