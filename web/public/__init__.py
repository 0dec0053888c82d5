"""The public site: a form, a receipt, a way back, and nothing that remembers who used them."""
