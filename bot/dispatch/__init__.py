"""Dispatch: the action for each event, press and command, and the actor."""
