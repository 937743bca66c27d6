"""A municipality's settings, changed by a coordinator: within which bounds, how a form is read, and the effects."""
