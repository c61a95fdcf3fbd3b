-- Converts a wall-clock time to an instant. When clocks go back and a time occurs twice, PostgreSQL picks the second
-- instant; working time starts at the first.
CREATE OR REPLACE FUNCTION first_instant_of(wall_clock timestamp, time_zone text) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
  SELECT coalesce(
    min(candidate) FILTER (WHERE candidate AT TIME ZONE time_zone = wall_clock),
    wall_clock AT TIME ZONE time_zone
  )
  FROM (VALUES
    (wall_clock AT TIME ZONE time_zone),
    ((wall_clock - interval '3 hours') AT TIME ZONE time_zone + interval '3 hours')
  ) AS candidates (candidate)
);
