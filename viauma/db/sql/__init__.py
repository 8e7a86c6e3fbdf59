"""SQL files, found by viauma.db.named_sql."""
