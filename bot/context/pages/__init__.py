"""What the web pages read: a module for each page, as the person who reads may read it now."""
