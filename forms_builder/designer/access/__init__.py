"""How well each answer of a form is protected, on one page: who may see it, and what looks too open."""
