"""The terminal: messages as coloured, wrapped text, or plain text in a pipe."""
