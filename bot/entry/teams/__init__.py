"""Everything that knows Teams and botbuilder."""
