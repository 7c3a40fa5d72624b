"""Sheets without a network: key pairs, entries that come from devices, and what somebody has to decide about them."""
