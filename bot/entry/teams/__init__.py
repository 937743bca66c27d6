"""The only package that knows Teams and botbuilder."""
