import type postgres from 'postgres';

interface RowRequirement {
  readonly demand: string;
  /** The affected columns, as `table.column`. */
  readonly columns: readonly string[];
}

/** The parts of a schema version that code depends on. */
export interface SchemaSurface {
  /** What the functions' role can use: privileges on typed columns, columns that are never null, functions. */
  readonly offers: readonly string[];
  /** Requirements for rows: constraints, unique indexes, required columns. */
  readonly demands: readonly RowRequirement[];
  readonly tables: readonly string[];
  /** `table.column` */
  readonly columns: readonly string[];
}

const relations = `
  select oid, oid::regclass::text as name from pg_class
  where relkind in ('r', 'p') and relname <> 'schema_migrations'
    and relnamespace in (select oid from pg_namespace where nspname in ('public', 'bedrock_integration'))`;

const attributes = `
  select relation.oid, relation.name, attname as column, format_type(atttypid, atttypmod) as type,
    attnotnull as required, atthasdef or attidentity <> '' as filled
  from (${relations}) relation join pg_attribute on attrelid = relation.oid and attnum > 0 and not attisdropped`;

/** SQL for the names of the columns of `r` with these numbers. */
const columnNames = (numbers: string) => `array(
  select format('%s.%s', r.name, attname) from pg_attribute where attrelid = r.oid and attnum = any (${numbers}))`;

export async function readSurface(sql: postgres.Sql): Promise<SchemaSurface> {
  const offers = await sql.unsafe<{ line: string }[]>(`
    select format('%s %s.%s %s', lower(privilege), name, "column", type) as line
    from (${attributes}) c, unnest(array['SELECT', 'INSERT', 'UPDATE']) privilege
    where has_column_privilege('app', c.oid, c."column", privilege)
    union all
    select format('never null %s.%s', name, "column") from (${attributes}) c
    where required and has_column_privilege('app', c.oid, c."column", 'SELECT')
    union all
    select format('delete %s', name) from (${relations}) r where has_table_privilege('app', r.oid, 'DELETE')
    union all
    select format('call %s returns %s', p.oid::regprocedure, pg_get_function_result(p.oid)) from pg_proc p
    where pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype
      and has_function_privilege('app', p.oid, 'EXECUTE')
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by line`);
  const demands = await sql.unsafe<RowRequirement[]>(`
    select format('%s.%s must be given', name, "column") as demand, array[format('%s.%s', name, "column")] as columns
    from (${attributes}) c where required and not filled
    union all
    select format('%s: %s', name, replace(pg_get_constraintdef(k.oid), ' NOT VALID', '')), ${columnNames('conkey')}
    from (${relations}) r join pg_constraint k on k.conrelid = r.oid where contype in ('c', 'u', 'x', 'f', 'p')
    union all
    select regexp_replace(pg_get_indexdef(indexrelid), '^CREATE UNIQUE INDEX \\S+ ON', 'unique on'), ${columnNames('indkey')}
    from (${relations}) r join pg_index i on i.indrelid = r.oid
    where indisunique and not exists (select from pg_constraint k where k.conindid = indexrelid)
    order by demand`);
  const columns = await sql.unsafe<{ name: string }[]>(
    `select format('%s.%s', name, "column") as name from (${attributes}) c`,
  );
  const tables = await sql.unsafe<{ name: string }[]>(relations);
  return {
    offers: offers.map(({ line }) => line),
    demands: demands.map(({ demand, columns: about }) => ({ demand, columns: about })),
    columns: columns.map(({ name }) => name),
    tables: tables.map(({ name }) => name).sort(),
  };
}

/** Lists what code for an older schema would miss in a newer one, and requirements that it doesn't know. */
export function findIncompatibilities(older: SchemaSurface, newer: SchemaSurface): string[] {
  const offers = new Set(newer.offers);
  const demands = new Set(older.demands.map(({ demand }) => demand));
  const columns = new Set(older.columns);
  // Older code leaves unknown columns empty, which is fine unless they are required.
  const affectsOlderCode = ({ demand, columns: about }: RowRequirement) =>
    about.some((column) => columns.has(column)) ||
    (demand.endsWith('must be given') && older.tables.some((table) => demand.startsWith(`${table}.`)));
  return [
    ...older.offers.filter((offer) => !offers.has(offer)),
    ...newer.demands.filter((one) => affectsOlderCode(one) && !demands.has(one.demand)).map(({ demand }) => demand),
  ];
}
