"""The pages of people, events and committees in the workspace. They ask the use cases; they decide nothing."""
