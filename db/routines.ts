import { readdir, readFile } from 'node:fs/promises';
import type postgres from 'postgres';

/** A file of db/routines: a function with its overloads, grants and triggers. */
export interface RoutineFile {
  /** The function's name. */
  readonly name: string;
  readonly sql: string;
}

export interface RoutineComparison {
  /** Files whose statements would change the database. */
  readonly changed: readonly RoutineFile[];
  /** Routines and files that don't match one to one, a sentence each. */
  readonly mismatches: readonly string[];
}

interface Routine {
  readonly id: string;
  /** The function itself, or the one that the trigger executes. */
  readonly functionName: string;
  readonly definition: string;
  /** Changes with every statement that writes the routine, even one that changes nothing. */
  readonly rowVersion: string;
}

const folder = new URL('./routines/', import.meta.url);

export async function readRoutineFiles(): Promise<RoutineFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => ({
      name: name.slice(0, -'.sql'.length),
      sql: await readFile(new URL(name, folder), 'utf8'),
    })),
  );
}

/** Routines in all schemas but the server's own, except those of extensions. */
const ownFunctions = `
  select p.*, p.ctid from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`;

async function readRoutines(sql: postgres.ReservedSql): Promise<Map<string, Routine>> {
  const rows = await sql.unsafe<(Routine & { oid: string })[]>(`
    select format('function %s', p.oid::regprocedure) as id, p.proname as "functionName", p.ctid::text as "rowVersion",
      concat_ws(E'\\n', pg_get_functiondef(p.oid), 'owner ' || p.proowner::regrole, (
        select string_agg(privilege_type || ' ' || grantee::regrole, ', ' order by grantee)
        from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner)))
      )) as definition
    from (${ownFunctions}) p
    union all
    select format('trigger %I on %s', tgname, tgrelid::regclass), p.proname, t.ctid::text, pg_get_triggerdef(t.oid)
    from pg_trigger t join (${ownFunctions}) p on p.oid = tgfoid where not tgisinternal
    order by id`);
  return new Map(rows.map((row) => [row.id, { ...row, definition: removeComments(row.definition) }]));
}

/** Also folds white space. Text in quotes stays as it is. */
const removeComments = (sql: string): string =>
  sql.replace(
    /(\be'(?:[^'\\]|\\[\s\S]|'')*'|'[^']*'|"[^"]*")|(?:--[^\n]*|\/\*[\s\S]*?\*\/|\s)+/gi,
    (_match, quoted) => quoted ?? ' ',
  );

/** Gives every function the grants of a new one, so that a file that lacks a statement shows. */
const resetGrants = `do $$
  declare signature regprocedure;
  begin
    for signature in select oid::regprocedure from (${ownFunctions}) p loop
      execute format('grant execute on function %s to public', signature);
      execute format('revoke all on function %s from app, readonly, bedrock_user', signature);
    end loop;
  end $$`;

/**
 * Compares routine files with a migrated database, by code, settings, owner and grants; comments and white space may
 * differ. Runs the files in a transaction and rolls it back.
 * @param sql a connection of an administrator
 * @throws Error that names the file whose statements fail
 */
export async function compareRoutines(sql: postgres.Sql, files: readonly RoutineFile[]): Promise<RoutineComparison> {
  const connection = await sql.reserve();
  try {
    await connection`begin`;
    await connection`set local role migrator`;
    const before = await readRoutines(connection);
    await connection.unsafe(resetGrants);
    let current = await readRoutines(connection);
    const written = new Map<string, string[]>();
    for (const file of files) {
      await connection
        .unsafe(file.sql)
        .simple()
        .catch((cause: Error) => {
          throw new Error(`db/routines/${file.name}.sql failed: ${cause.message}`, { cause });
        });
      const next = await readRoutines(connection);
      const ids = [...next].filter(([id, { rowVersion }]) => current.get(id)?.rowVersion !== rowVersion);
      written.set(
        file.name,
        ids.map(([id]) => id),
      );
      current = next;
    }
    const after = current;
    return {
      changed: files.filter(({ name }) =>
        written.get(name)?.some((id) => before.get(id)?.definition !== after.get(id)?.definition),
      ),
      mismatches: [
        ...files.filter(({ name }) => written.get(name)?.length === 0).map(({ name }) => `${name}.sql has no routine.`),
        ...[...after.values()].flatMap(({ id, functionName }) => {
          const writers = files.map(({ name }) => name).filter((name) => written.get(name)?.includes(id));
          if (writers.length === 1 && writers[0] === functionName) return [];
          const found = writers.map((name) => `${name}.sql`).join(', ') || 'no file';
          return [`${id} belongs in ${functionName}.sql (found in ${found}).`];
        }),
      ],
    };
  } finally {
    await connection`rollback`;
    connection.release();
  }
}
