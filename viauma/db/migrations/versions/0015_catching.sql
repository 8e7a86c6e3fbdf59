-- A function that catches a fault opens a subtransaction, and a parallel query may have none: a
-- filter on dates failed wherever PostgreSQL chose to work in parallel.
alter function viauma.date_of(text) parallel unsafe;
