"""The protected registry: record types, records, who may see them, what they hold and how it is sealed."""
