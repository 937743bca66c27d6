"""Teams: no other package knows botbuilder."""
