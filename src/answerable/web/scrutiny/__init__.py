"""Inquiries, and the judgement's decisions as people propose and second them."""
