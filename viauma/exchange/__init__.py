"""Exchange: what comes in and goes out, and the ledger of it."""
