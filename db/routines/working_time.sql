-- A medic's working time between two days of the clinic, both included, as instants. Wall-clock times are converted day
-- by day, so a day on which clocks change is an hour shorter or longer.
CREATE OR REPLACE FUNCTION working_time(working_hours jsonb, time_zone text, first_day date, last_day date) RETURNS tstzmultirange
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
  SELECT coalesce(
    range_agg(
      tstzrange(
        first_instant_of(day + (period ->> 'from')::time, time_zone),
        (day::date + CASE period ->> 'to' WHEN '24:00' THEN interval '24 hours' ELSE (period ->> 'to')::time - '00:00'::time END)
          AT TIME ZONE time_zone
      )
    ) FILTER (WHERE
      first_instant_of(day + (period ->> 'from')::time, time_zone)
      < (day::date + CASE period ->> 'to' WHEN '24:00' THEN interval '24 hours' ELSE (period ->> 'to')::time - '00:00'::time END)
          AT TIME ZONE time_zone
    ),
    '{}'::tstzmultirange
  )
  FROM generate_series(first_day::timestamp, last_day::timestamp, interval '1 day') day
  CROSS JOIN LATERAL jsonb_array_elements(working_hours) period
  WHERE (period ->> 'weekday')::integer = extract(isodow FROM day)
);
