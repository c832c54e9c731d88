"""Certificates, signatures and seals, and the judging of what others show."""
