-- Finds the passages of some documents that a load of records has added to the knowledge base. SECURITY DEFINER, because
-- row-level security keeps PostgreSQL from using an index on values inside custom_metadata: its operators could leak rows
-- that the policy hides. It answers only the loader.
CREATE OR REPLACE FUNCTION document_passages(document_ids text[])
RETURNS TABLE (passage_id uuid, document_id text, content_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT id, custom_metadata ->> 'documentId', custom_metadata ->> 'contentHash'
  FROM bedrock_integration.knowledge_base
  WHERE caller_role() = 'loader' AND custom_metadata ->> 'documentId' = ANY (document_ids)
$$;

REVOKE ALL ON FUNCTION document_passages(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION document_passages(text[]) TO app;

-- Finds the patients whom a load of records asks for: by an identifier with its system, by a national id, or by id.
-- SECURITY DEFINER, because row-level security keeps PostgreSQL from using the index on identifiers: `@>` could leak rows
-- that the policy hides. It returns ids only, and only to the loader. Removed patients are found too, so that a load
-- doesn't create them again.
CREATE OR REPLACE FUNCTION patients_with_identifiers(asked jsonb)
RETURNS TABLE (place integer, patient_id uuid, removed boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  item jsonb;
BEGIN
  IF caller_role() IS DISTINCT FROM 'loader' THEN
    RETURN;
  END IF;
  place := 0;
  -- One query per item: a plan for all at once could read every patient.
  FOR item IN SELECT value FROM jsonb_array_elements(asked) LOOP
    place := place + 1;
    IF item ? 'id' THEN
      RETURN QUERY SELECT patients_with_identifiers.place, p.id, p.removed_at IS NOT NULL
        FROM patients p WHERE p.id = (item ->> 'id')::uuid;
    ELSIF item ? 'number' THEN
      RETURN QUERY SELECT patients_with_identifiers.place, p.id, p.removed_at IS NOT NULL
        FROM patients p WHERE p.national_id_number = item ->> 'number' AND p.national_id_type = item ->> 'type';
    ELSE
      RETURN QUERY SELECT patients_with_identifiers.place, p.id, p.removed_at IS NOT NULL
        FROM patients p WHERE p.identifiers @> jsonb_build_array(item);
    END IF;
  END LOOP;
END
$$;

REVOKE ALL ON FUNCTION patients_with_identifiers(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION patients_with_identifiers(jsonb) TO app;
