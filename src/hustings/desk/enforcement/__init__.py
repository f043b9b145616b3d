"""Referral, protocol, penalty, payment, appeal."""
