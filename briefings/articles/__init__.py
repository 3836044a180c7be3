"""Articles: pages to text, and which part of a text is what."""
