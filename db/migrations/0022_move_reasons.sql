-- In a file of its own, because 0017 locks out the readers of patients until it commits.

-- The notes of loaded reservations are reasons for an encounter, which are clinical. A reservation that was booked through
-- the API has an event in the trail; every other one was loaded.
WITH loaded AS (
  SELECT id, patient_id, notes FROM reservations
  WHERE notes IS NOT NULL AND NOT EXISTS (
    SELECT FROM audit_events
    WHERE action = 'reservations.book' AND outcome = 'success' AND resource_id = reservations.id::text
  )
), moved AS (
  INSERT INTO reservation_reasons (id, patient_id, reason) SELECT id, patient_id, notes FROM loaded
)
UPDATE reservations SET notes = NULL FROM loaded WHERE reservations.id = loaded.id;

-- Summaries of records, which were out of date as soon as a record changed. The assistant reads the record itself.
DELETE FROM bedrock_integration.knowledge_base
WHERE custom_metadata ? 'contentHash' AND custom_metadata ->> 'source' ~ '^Patient/[0-9a-f-]{36} as of ';
