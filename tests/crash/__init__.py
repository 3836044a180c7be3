"""The product killed again and again, and what is left of its promises."""
