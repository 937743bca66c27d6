"""Pages and the HTTP API: no page knows Teams, and what a page does goes through what its site is handed."""
