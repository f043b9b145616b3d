"""dd.mm.yyyy in every language: the commission writes dates so."""
